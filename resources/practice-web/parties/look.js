// FacetID: draw the same picture everywhere; how it turns out tells computers apart.
(() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [240, 60];
  const pen = canvas.getContext("2d");
  pen.font = "18px sans-serif";
  pen.fillStyle = "#c41";
  pen.fillRect(90, 8, 70, 30);
  pen.fillStyle = "#06a8";
  pen.fillText("Whose computer is this? åäö ☂", 6, 36);
  pen.arc(190, 30, 22, 0, 5);
  pen.fill();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const seen = [canvas.toDataURL(), screen.width, screen.height, screen.colorDepth, zone,
    navigator.language, navigator.hardwareConcurrency].join("|");
  let hash = 0x811c9dc5;
  for (const letter of seen) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
  const told = new URLSearchParams({f: hash.toString(16).padStart(8, "0"), u: location.href});
  fetch("{{to}}", {method: "POST", body: told, mode: "no-cors", credentials: "include"});
})();
