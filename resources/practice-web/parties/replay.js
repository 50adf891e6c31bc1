// Rewatch: listen to the keys, and send what stands in a field before anybody pressed a button.
(() => {
  const known = (document.cookie.match(/(?:^|; )_rw=([0-9a-f]{12})/) || [])[1];
  const id = known || "{{session}}";
  document.cookie = `_rw=${id}; Max-Age=31536000; Path=/; SameSite=Lax; Secure`;
  const send = (where, more) => navigator.sendBeacon(
    `https://in.rewatch.example/${where}`, new URLSearchParams({id, u: location.href, ...more}));
  let pause;
  document.addEventListener("keydown", event => {
    const field = event.target;
    if (!field.name || field.type === "password") return;
    clearTimeout(pause);
    pause = setTimeout(() => send("keys", {name: field.name, text: field.value}), 250);
  });
  send("hit", {});
})();
