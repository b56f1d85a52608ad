// A click on a video's link puts the player in its place. YouTube hears of nobody before.
// Lost without it: the link leads to YouTube, where the video plays as well.
"use strict";
{
  const shape = /^[\w-]{11}$/;

  function play(event) {
    const box = event.currentTarget.closest("[data-youtube]");
    const id = box.dataset.youtube;
    if (!shape.test(id) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const player = document.createElement("iframe");
    player.src = `https://www.youtube-nocookie.com/embed/${id}?autoplay=1&rel=0&hl=vi`;
    player.title = event.currentTarget.textContent.trim() || "Video";
    player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    box.replaceChildren(player);
    player.focus();
  }

  // The player refuses pages that have no address of their own.
  if (location.protocol !== "file:") {
    for (const link of document.querySelectorAll(".video[data-youtube] > a")) {
      link.addEventListener("click", play);
    }
  }
}
