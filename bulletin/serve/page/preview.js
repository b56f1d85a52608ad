// Xem trước: shows each build as soon as it is there, and over the page what is wrong.
// Only in answers of `serve`; no file of the site has it.
"use strict";
{
  const own = document.currentScript;
  const { lost } = own.dataset;
  const PLACE = "bantin-preview-place";

  // Styles of the page must not reach the panel, nor the panel's the page.
  const host = document.createElement("bantin-preview");
  const inside = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("preview.css", own.src).href;
  const panel = document.createElement("div");
  panel.setAttribute("role", "status");
  inside.append(style, panel);
  document.documentElement.append(host);

  let shown = "";
  function show(html) {
    if (html !== shown) panel.innerHTML = html; // else it stays as the reader left it, open or closed
    shown = html;
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") panel.querySelector("details[open]")?.removeAttribute("open");
  });

  // Browsers keep the place on a reload, most of the time.
  function remember() {
    try {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    } catch {} // no storage: then as the browser likes
  }
  function restore() {
    try {
      const [path, x, y] = JSON.parse(sessionStorage.getItem(PLACE)) ?? [];
      sessionStorage.removeItem(PLACE);
      if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
    } catch {}
  }
  restore();

  function sheets(page) {
    return [...page.querySelectorAll('head link[rel="stylesheet"]')];
  }

  // The new sheet is put beside the old one, which goes when the new one has come: no flash between.
  function swap(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const [before, after] = [sheets(document), sheets(page)];
    if (before.length !== after.length) return false;
    before.forEach((old, i) => {
      const href = after[i].getAttribute("href");
      if (old.getAttribute("href") === href) return;
      const fresh = old.cloneNode();
      fresh.href = href;
      fresh.addEventListener("load", () => old.remove());
      fresh.addEventListener("error", () => old.remove());
      old.after(fresh);
    });
    return true;
  }

  let isAsking = false;
  let isDue = false;
  async function look() {
    isDue = true;
    if (isAsking) return;
    isAsking = true;
    try {
      while (isDue) {
        isDue = false;
        const answer = await fetch(location.href, { cache: "no-store" });
        const page = answer.headers.get("X-Bantin-Page");
        const rest = answer.headers.get("X-Bantin-Rest");
        if (page === own.dataset.page) continue; // this page is as it was
        if (rest !== own.dataset.rest || !swap(await answer.text())) {
          remember();
          location.reload();
          return;
        }
        own.dataset.page = page;
      }
    } catch {
      // Nobody answers: the socket notices it too, and asks again when somebody does.
    } finally {
      isAsking = false;
    }
  }

  let pause = 250; // ms
  function listen() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/livereload`);
    const say = (message) => socket.send(JSON.stringify(message));
    socket.addEventListener("open", () => {
      say({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] });
      say({ command: "info", url: location.href });
    });
    socket.addEventListener("message", (event) => {
      pause = 250;
      const message = JSON.parse(event.data);
      if (message.command === "bantin") {
        show(message.panel);
        if (String(message.build) !== own.dataset.build) look();
        own.dataset.build = message.build;
      }
    });
    socket.addEventListener("close", () => {
      own.dataset.build = ""; // who answers next may count from one again
      const note = document.createElement("p");
      note.className = "lost";
      note.textContent = lost;
      if (pause > 500) show(note.outerHTML);
      setTimeout(listen, pause);
      pause = Math.min(4000, pause * 2);
    });
  }
  listen();
}
