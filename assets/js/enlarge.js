// A picture of an article opens over the page, and the arrows lead through the article's others.
// Lost without it: the link opens the picture by itself, and "back" leads to the article.
"use strict";
{
  const links = [...document.querySelectorAll("a.enlarge")];
  const dialog = document.createElement("dialog");
  let place = 0;

  const make = (tag, name, words = "") => Object.assign(document.createElement(tag), { className: name, textContent: words });
  const picture = make("img", "viewer-picture");
  const words = make("p", "viewer-words");
  const count = make("p", "viewer-place");
  const buttons = make("div", "viewer-buttons");

  function show(next) {
    place = (next + links.length) % links.length;
    const figure = links[place].closest("figure");
    picture.src = links[place].href;
    picture.alt = links[place].querySelector("img").alt;
    count.textContent = `${place + 1}/${links.length}`;
    words.textContent = figure?.querySelector("figcaption")?.textContent.trim() ?? "";
  }

  function button(sign, label, act) {
    const made = make("button", "", sign);
    made.type = "button";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    buttons.append(made);
    return made;
  }

  if (links.length && dialog.showModal) {
    dialog.className = "viewer";
    dialog.setAttribute("aria-label", "Xem ảnh");
    if (links.length > 1) {
      button("‹", "Ảnh trước", () => show(place - 1));
      button("›", "Ảnh sau", () => show(place + 1));
    }
    const close = button("×", "Đóng", () => dialog.close());
    count.hidden = links.length < 2;
    count.setAttribute("role", "status");
    dialog.append(picture, words, count, buttons);
    dialog.addEventListener("keydown", (event) => {
      const { key, shiftKey } = event;
      if (key === "ArrowLeft") show(place - 1);
      if (key === "ArrowRight") show(place + 1);
      if (key === "Home") show(0);
      if (key === "End") show(links.length - 1);
      if (key !== "Tab") return;
      // The last Tab would leave for the browser's own buttons, where the arrows mean nothing.
      event.preventDefault();
      const all = [...buttons.children];
      all.at((all.indexOf(document.activeElement) + (shiftKey ? -1 : 1)) % all.length).focus();
    });
    dialog.addEventListener("click", ({ target }) => target === picture && dialog.close());
    dialog.addEventListener("close", () => links[place].focus());
    document.body.append(dialog);
    links.forEach((link, number) => link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      show(number);
      dialog.showModal();
      close.focus();
    }));
  }
}
