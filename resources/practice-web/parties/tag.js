// TrackNet: tell which page this is, compare numbers with a partner, fill the places for ads.
(() => {
  const ads = "https://ads.tracknet.example";
  const cookie = name => (document.cookie.match(`(?:^|; )${name}=([0-9a-f]+)`) || [])[1] || "";
  const told = new URLSearchParams({s: "{{session}}", u: location.href});
  const mark = new URLSearchParams(location.search).get("tnclid") || cookie("_visitor");
  if (mark) told.set("c", mark);
  new Image().src = `${ads}/view.gif?${told}`;
  const fill = () => {
    for (const place of document.querySelectorAll("[data-ad]")) {
      const frame = document.createElement("iframe");
      frame.src = `${ads}/frame?${told}`;
      frame.title = place.dataset.ad;
      place.replaceChildren(frame);
      place.classList.add("filled");
    }
  };
  const compare = new Image();
  compare.onload = compare.onerror = fill;
  compare.src = `${ads}/sync?s={{session}}`;
})();
