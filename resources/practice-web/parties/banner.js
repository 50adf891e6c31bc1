// Agreeably: ask for consent. data-style on the script's tag: "dark" or "fair".
(() => {
  const tag = document.currentScript;
  const words = {
    title: "{{title}}", text: "{{text}}", accept: "{{accept}}", settings: "{{settings}}",
    partners: "{{partners}}", partnersText: "{{partners_text}}", object: "{{object}}",
    sure: "{{sure}}", yes: "{{yes}}", no: "{{no}}",
    fairTitle: "{{fair_title}}", fairText: "{{fair_text}}", reject: "{{reject}}", agree: "{{agree}}",
  };
  const plain = document.createElement("textarea");
  const word = name => { plain.innerHTML = words[name]; return plain.value; };
  const load = answer => {
    for (const waiting of document.querySelectorAll(`script[data-wants="${answer}"]`)) {
      const script = document.createElement("script");
      script.src = waiting.dataset.src;
      waiting.replaceWith(script);
    }
    for (const waiting of document.querySelectorAll(`[data-src][data-after="${answer}"]`))
      waiting.src = waiting.dataset.src;
  };
  const chosen = (document.cookie.match(/(?:^|; )consent=(yes|no)/) || [])[1];
  if (chosen) return load(chosen);

  const box = document.createElement("div");
  box.className = `consent ${tag.dataset.style}`;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", "consent-title");
  const part = (kind, text, name = "") => {
    const made = document.createElement(kind);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  const button = (text, name, act) => {
    const made = part("button", text, name);
    made.type = "button";
    made.dataset.choice = name;
    made.addEventListener("click", act);
    return made;
  };
  const show = (title, text, ...buttons) => {
    const head = part("h2", title);
    head.id = "consent-title";
    const row = part("div", "", "consent-row");
    row.append(...buttons);
    const sheet = part("div", "", "consent-sheet");
    sheet.append(head, part("p", text), row);
    box.replaceChildren(sheet);
  };
  const choose = answer => {
    document.cookie = `consent=${answer}; Max-Age=31536000; Path=/; SameSite=Lax; Secure`;
    const told = new URLSearchParams({u: location.href, c: answer});
    navigator.sendBeacon("https://cdn.agreeably.example/choice", told);
    box.remove();
    load(answer);
  };
  const first = () => show(word("title"), word("text"),
    button(word("accept"), "accept", () => choose("yes")),
    button(word("settings"), "settings", second));
  const second = () => show(word("partners"), word("partnersText"),
    button(word("accept"), "accept", () => choose("yes")),
    button(word("object"), "object", third));
  const third = () => show(word("partners"), word("sure"),
    button(word("no"), "accept", () => choose("yes")),
    button(word("yes"), "reject", () => choose("no")));
  const fair = () => show(word("fairTitle"), word("fairText"),
    button(word("reject"), "no", () => choose("no")),
    button(word("agree"), "yes", () => choose("yes")));
  const style = document.createElement("style");
  style.textContent = `
    .consent { position: fixed; inset: auto 0 0; z-index: 9; font: 16px/1.45 system-ui, sans-serif; }
    .consent.dark { inset: 0; background: #0009; display: grid; place-items: center; padding: 16px; }
    .consent-sheet { background: #fff; color: #1b1f27; padding: 20px 24px; box-shadow: 0 4px 32px #0004; }
    .consent.dark .consent-sheet { max-width: 440px; border-radius: 12px; }
    .consent h2 { font: 700 20px/1.25 system-ui, sans-serif; margin: 0 0 8px; color: inherit; }
    .consent p { margin: 0 0 16px; max-width: 60ch; }
    .consent-row { display: flex; gap: 12px; align-items: center; flex-wrap: wrap; }
    .consent button { font: 600 16px system-ui, sans-serif; border: 1px solid #4a5161; background: #fff;
      color: #1b1f27; padding: 10px 20px; border-radius: 8px; cursor: pointer; min-width: 96px; }
    .consent.dark .consent-row { flex-direction: column; align-items: stretch; gap: 8px; }
    .consent.dark button { border: 0; font-size: 13px; font-weight: 400; color: #6d7480; padding: 6px;
      text-decoration: underline; }
    .consent.dark button.accept { background: #0a7d3c; color: #fff; font: 700 18px system-ui, sans-serif;
      padding: 14px; text-decoration: none; }
    .consent button:focus-visible { outline: 3px solid #1a4fd0; outline-offset: 2px; }`;
  document.head.append(style);
  (tag.dataset.style === "dark" ? first : fair)();
  document.body.append(box);
})();
