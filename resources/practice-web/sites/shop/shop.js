// Which link led here? Keep its mark in a cookie of our own, and hand it on with every page.
(() => {
  const brought = new URLSearchParams(location.search).get("tnclid");
  if (brought) document.cookie = `_from=${brought}; Max-Age=7776000; Path=/; SameSite=Lax; Secure`;
  const mark = (document.cookie.match(/(?:^|; )_from=([0-9a-f]{12})/) || [])[1];
  if (mark) fetch("/collect?" + new URLSearchParams({c: mark, u: location.href}));
})();
