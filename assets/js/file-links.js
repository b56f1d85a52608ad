// Only when the site is read straight from a disk: a folder's address opens its index.html.
// Lost without it: on a disk, links open a list of files.
"use strict";
if (location.protocol === "file:") {
  for (const link of document.links) {
    if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
  }
}
