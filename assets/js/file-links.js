// Only when the site is read straight from a disk: a folder's address opens its index.html.
// Lost without it: on a disk, links open a list of files. A classic script, because
// browsers load no modules from a disk.
(function () {
  if (location.protocol !== "file:") return;
  for (const link of document.links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
})();
