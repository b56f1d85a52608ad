// The search page: what is typed, what is found, and the address of each search.
// Lost without it: the search; the page then shows the other ways to an article.
"use strict";
if (globalThis.document) { // not in the worker
  const { placed, clean, fit, fold } = BantinWords;
  const form = document.querySelector("[data-search]");
  const input = form.querySelector("[type=search]");
  const [status, list, more, ways, filters] = ["status", "results", "more", "ways", "filters"].map((name) => document.querySelector(`[data-${name}]`));
  const up = form.dataset.up;
  const isOnDisk = location.protocol === "file:";
  const PAUSE = 350; // ms without a key after which bodies are searched too
  const GLANCE = 5; // results shown while one types
  const AROUND = 110; // letters of an extract before what was found
  const number = new Intl.NumberFormat("vi-VN");
  const FILTERS = [["muc", "Chuyên mục", "Mọi chuyên mục"], ["nam", "Năm", "Mọi năm"], ["chuyen-de", "Chuyên đề", "Mọi chuyên đề"], ["so", "Số bản tin", "Mọi số"]];

  let isReady = false; // the titles are here
  let answer = { groups: 0, sought: [], items: [], offers: [], count: 0 };
  let turn = 0; // of searches: a late answer to an old one is not shown
  let timer;

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };

  // What was searched for, set off in a text.
  function highlighted(text, isMarked = true) {
    const whole = clean(text);
    const words = [...placed(whole)];
    const folds = words.map(([word]) => word && fold(word));
    const marks = new Set();
    const sought = answer.sought;
    // A lone syllable of several says little; with marks that were not meant it is another.
    let longest = answer.isApart || sought.every((one) => one.folds.length < 2) ? 1 : 2;
    const isMeant = (one, n, at) => folds[at] === one.folds[n] && (fit(one.words[n], words[at][0], folds[at]) || !isMarked);
    for (const one of sought) {
      for (let at = 0; at < folds.length; at += 1) {
        for (let from = 0; from < one.folds.length; from += 1) {
          let n = 0;
          while (from + n < one.folds.length && at + n < folds.length && isMeant(one, from + n, at + n)) n += 1;
          if (n > longest) {
            longest = n;
            marks.clear();
          }
          if (n && n === longest) for (let i = 0; i < n; i += 1) marks.add(at + i);
        }
      }
      if (one.isOpen && one.folds.length === 1 && !marks.size) folds.forEach((word, i) => { if (word.startsWith(one.folds[0])) marks.add(i); });
    }
    const parts = [];
    let end = 0;
    for (let i = 0; i < words.length; i += 1) {
      if (!marks.has(i)) continue;
      const first = i;
      while (marks.has(i + 1)) i += 1;
      parts.push(whole.slice(end, words[first][1]), make("mark", "", whole.slice(words[first][1], words[i][2])));
      end = words[i][2];
    }
    return { parts: [...parts, whole.slice(end)], longest, marks, words, whole };
  }

  // What does not change with the words: by address, so that pictures stay while one types.
  const cards = new Map();
  function card(row) {
    const known = cards.get(row.address);
    if (known) return known;
    const [title, extract] = [make("a"), make("p", "card-summary")];
    title.href = up + row.address + (isOnDisk && /(^|\/)$/.test(row.address) ? "index.html" : "");
    const day = String(row.day);
    const time = make("time", "", `${day.slice(6)}/${day.slice(4, 6)}/${day.slice(0, 4)}`);
    time.dateTime = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    const meta = make("p", "card-meta", ...(row.day ? [time, " "] : []), make("span", "card-kind", row.kind));
    const article = make("article", "card card-row", make("div", "card-text", make("h2", "card-title", title), extract, meta));
    if (row.picture) {
      const picture = make("img");
      Object.assign(picture, { src: row.picture.includes(":") ? row.picture : up + row.picture, alt: "", loading: "lazy", decoding: "async" });
      article.append(make("div", "card-picture", picture));
    } else article.classList.add("card-bare");
    const made = { li: make("li", "", article), title, extract };
    if (cards.size > 200) cards.clear();
    cards.set(row.address, made);
    return made;
  }

  // `isFinal`: what was found is looked for in the article too.
  function item(row, isFinal = true) {
    const isMarked = row.marks > 0;
    const { li, title, extract } = card(row);
    const [name, summary] = [highlighted(row.title, isMarked), highlighted(row.summary, isMarked)];
    title.replaceChildren(...name.parts);
    extract.replaceChildren(...summary.parts);
    looking.unobserve(li);
    const wanted = Math.max(0, ...answer.sought.map((one) => one.folds.length));
    if (isFinal && !isOnDisk && row.day && !(summary.marks.size && summary.longest >= Math.min(wanted, 4))) {
      looking.observe(Object.assign(li, { told: { extract, isMarked, address: title.href, least: summary.marks.size ? summary.longest + 1 : 1 } }));
    }
    return li;
  }

  // The words around what was found, from the article itself, for results that are seen.
  const looking = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      looking.unobserve(target);
      read(target.told).catch(() => {}); // the summary stays
    }
  });
  async function read({ extract, isMarked, address, least }) {
    const now = turn;
    const reply = await fetch(address);
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const blocks = [...page.querySelectorAll(".prose :is(p, li, h2, h3, h4, tr, figcaption)")];
    let best;
    for (const block of blocks) {
      const found = highlighted(block.textContent.replace(/\s+/g, " ").trim(), isMarked);
      if (found.marks.size && (!best || found.longest > best.longest)) best = found;
    }
    if (!best || best.longest < least || now !== turn) return;
    const { words, whole, marks } = best;
    const at = words[Math.min(...marks)][1];
    const from = at > AROUND ? whole.lastIndexOf(" ", at - AROUND) + 1 : 0;
    const cut = whole.slice(from, from + 3 * AROUND);
    const to = from + 3 * AROUND < whole.length ? cut.lastIndexOf(" ") : cut.length;
    extract.replaceChildren(from ? "… " : "", ...highlighted(cut.slice(0, to), isMarked).parts, from + to < whole.length ? " …" : "");
  }

  const chosen = () => FILTERS.map(([name]) => filters.querySelector(`[name="${name}"]`)?.value ?? "");

  function offer() {
    const boxes = FILTERS.flatMap(([name, label, all], i) => {
      if (!answer.offers[i].length) return [];
      const choices = answer.offers[i].map(([key, word, count]) => new Option(`${word} (${number.format(count)})`, key));
      const select = make("select", "", new Option(all, ""), ...choices);
      select.name = name;
      select.value = answer.chosen[i];
      return [make("label", "search-filter", make("span", "", label), select)];
    });
    const focused = filters.contains(document.activeElement) && document.activeElement.name;
    filters.replaceChildren(...boxes);
    if (focused) filters.querySelector(`[name="${focused}"]`)?.focus();
    filters.hidden = !boxes.length;
  }

  function show(note = "") {
    list.replaceChildren(...answer.items.map((row) => item(row)));
    more.hidden = list.children.length >= answer.count;
    ways.hidden = answer.count > 0;
    list.setAttribute("aria-busy", "false");
    form.classList.toggle("has-answer", answer.groups > 0);
    status.replaceChildren(...(note ? [make("span", "search-note", note), " "] : []), sentence(answer.count));
  }

  function sentence(count) {
    if (!answer.groups) return "";
    if (!count) return "Không tìm thấy kết quả phù hợp";
    return `Tìm thấy ${number.format(count)} kết quả`;
  }

  function fail() {
    const again = make("button", "search-again", "Thử lại");
    again.type = "button";
    again.addEventListener("click", () => search());
    const why = navigator.onLine === false ? "Máy đang không có mạng nên chưa tìm được." : "Chưa tải được mục lục tìm kiếm.";
    list.replaceChildren();
    list.setAttribute("aria-busy", "false");
    more.hidden = true;
    ways.hidden = false;
    status.replaceChildren(`${why} `, again);
  }

  async function prepare() {
    await BantinEngine.prepare();
    isReady = true;
  }

  // Look at titles at once, at bodies when nobody types any more. Gives whether nothing newer came in between.
  async function search({ isTyping = false, choices = chosen() } = {}) {
    const now = (turn += 1);
    const text = input.value;
    const look = (more) => BantinEngine.look({ text, chosen: choices, ...more });
    clearTimeout(timer);
    if (!text.trim()) {
      answer = { groups: 0, sought: [], items: [], offers: [[], [], [], []], count: 0 };
      offer();
      show();
      return true;
    }
    list.setAttribute("aria-busy", "true");
    try {
      if (!isReady) status.textContent = "Đang tải mục lục tìm kiếm…";
      await prepare();
      if (now !== turn) return false;
      if (isTyping) {
        const made = await look({ isQuick: true });
        if (now !== turn || !made) return false;
        answer = made;
        if (answer.count) {
          list.replaceChildren(...answer.items.slice(0, GLANCE).map((row) => item(row, false)));
          more.hidden = true;
          ways.hidden = true;
        }
        await new Promise((next) => (timer = setTimeout(next, PAUSE)));
        if (now !== turn) return false;
      }
      const made = await look();
      if (now !== turn || !made) return false;
      answer = made;
      offer();
      show(told());
    } catch (fault) {
      if (now === turn) fail();
      if (!(fault instanceof BantinIndex.UnreachableError)) throw fault;
    }
    return now === turn;
  }

  async function grow() {
    if (list.getAttribute("aria-busy") === "true") return;
    const [now, first] = [turn, list.children.length];
    try {
      const made = await BantinEngine.look({ text: input.value, chosen: chosen(), from: first });
      if (now !== turn || !made) return;
      list.append(...made.items.map((row) => item(row)));
      more.hidden = list.children.length >= answer.count;
      list.children[first]?.querySelector("a").focus();
    } catch (fault) {
      if (!(fault instanceof BantinIndex.UnreachableError)) throw fault;
      if (now === turn) fail();
    }
  }

  function told() {
    const { instead, isNear, count } = answer;
    if (!count) return "";
    if (instead) return `Đang hiện kết quả của “${instead}”.`;
    return isNear ? "Không bài nào có đủ các chữ đã gõ; dưới đây là những bài gần nhất." : "";
  }

  function address() {
    const params = new URLSearchParams();
    const words = input.value.trim();
    if (words) params.set("q", words);
    chosen().forEach((value, i) => { if (value) params.set(FILTERS[i][0], value); });
    const query = String(params);
    return location.pathname + (query && `?${query}`);
  }
  // While one types, one entry of the history changes; what was asked before it stays.
  let isTyped = false;
  function note(isTyping = false) {
    if (address() !== location.pathname + location.search) {
      history[isTyping && (isTyped || !location.search) ? "replaceState" : "pushState"](null, "", address());
    }
    isTyped = isTyping;
  }

  function arrive() {
    const params = new URLSearchParams(location.search);
    isTyped = false;
    input.value = params.get("q") ?? "";
    return search({ choices: FILTERS.map(([name]) => params.get(name) ?? "") });
  }

  input.addEventListener("input", () => {
    search({ isTyping: true }).then((isDone) => { if (isDone) note(true); });
  });
  input.addEventListener("focus", () => prepare().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search().then((isDone) => { if (isDone) note(); });
  });
  filters.addEventListener("change", () => search().then((isDone) => { if (isDone) note(); }));
  more.firstElementChild.addEventListener("click", grow);
  addEventListener("popstate", arrive);
  addEventListener("online", () => { if (input.value && !isReady) search(); });
  status.replaceChildren();
  if (location.search) arrive();
  else if (!matchMedia("(pointer: coarse)").matches) input.focus();
}
