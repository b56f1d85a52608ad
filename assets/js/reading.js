// The size of an article's letters (remembered), "In bài viết", "Sao chép liên kết".
// Lost without it: the buttons, which are not shown; browsers zoom, print and copy themselves.
"use strict";
{
  const tools = document.querySelector("[data-tools]");
  const sizes = ["-1", "0", "1", "2", "3"];
  const key = "bantin-text-size";

  const button = (name) => tools.querySelector(`[data-do="${name}"]`);

  function remembered() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is refused: sizes last as long as the page
    }
  }

  function setSize(size) {
    document.documentElement.dataset.textSize = size;
    button("smaller").disabled = size === sizes[0];
    button("larger").disabled = size === sizes.at(-1);
    try {
      localStorage.setItem(key, size);
    } catch {}
  }

  function step(by) {
    const now = sizes.indexOf(document.documentElement.dataset.textSize);
    setSize(sizes[Math.min(Math.max(now + by, 0), sizes.length - 1)]);
  }

  async function copy(event) {
    await navigator.clipboard.writeText(event.currentTarget.dataset.address);
    tools.querySelector("[data-said]").textContent = "Đã sao chép liên kết";
    event.target.closest("button").classList.add("is-done");
  }

  function offer(name, act) {
    button(name).hidden = false;
    button(name).addEventListener("click", act);
  }

  if (tools) {
    const size = remembered();
    setSize(sizes.includes(size) ? size : "0");
    offer("smaller", () => step(-1));
    offer("normal", () => setSize("0"));
    offer("larger", () => step(1));
    offer("print", () => print());
    if (navigator.clipboard) offer("copy", copy);
  }
}
