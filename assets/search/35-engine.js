// Answers what the page asks: in a worker, so that typing never waits for a search;
// in the page itself on a disk, where there are no workers.
"use strict";
{
  const PAGE = 20; // results told at once
  // Of a result: its key, and the word for a key; undefined: no choice.
  const CHOICES = [
    [(row) => row.category, (key, made) => made.categories[key]?.[1] ?? "Trang giới thiệu"],
    [(row) => Math.floor(row.day / 10000) || -1, (key) => (key > 0 ? String(key) : "Không ghi ngày")],
    [(row) => row.topic, (key, made) => made.topics[key]?.[1]],
    [(row) => row.issue || -1, (key) => (key === -1 ? undefined : String(key))],
  ];

  const makeEngine = () => {
    let newest = 0;
    let known = { text: null };

    async function hitsOf(text, isQuick, isOld) {
      const [contents, rows] = [await BantinIndex.contents(), await BantinIndex.titles()];
      const groups = BantinSearch.parse(text);
      if (known.text === text) return known;
      if (isQuick) return { groups, hits: BantinSearch.quick(groups, rows, contents), sought: groups };
      known = { text: null };
      const made = { groups, ...(await BantinSearch.full(groups, rows, contents, isOld)) };
      if (!isOld()) known = { ...made, text };
      return made;
    }

    // Choices that leave something; those of one value only are no choice.
    function offers(hits, chosen, contents) {
      return CHOICES.map(([key, word], i) => {
        const counts = new Map();
        for (const { row } of hits) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
        const named = [...counts].map(([k, n]) => [k, word(k, contents), n]).filter(([, name]) => name !== undefined);
        if (!chosen[i] && named.length < (i > 1 ? 1 : 2)) return [];
        return named.sort(([a, x], [b, y]) => (i === 0 ? a - b : i === 2 ? x.localeCompare(y, "vi") : y.localeCompare(x, "vi", { numeric: true })));
      });
    }

    // null: something newer was asked meanwhile.
    async function look({ text, isQuick, chosen = [], from = 0 }) {
      const turn = (newest += 1);
      const isOld = () => turn !== newest;
      await new Promise((next) => setTimeout(next)); // what is newer is perhaps here already
      if (isOld()) return null;
      const made = await hitsOf(text, isQuick, isOld);
      if (isOld()) return null;
      const contents = await BantinIndex.contents();
      const choices = offers(made.hits, chosen, contents);
      const wanted = chosen.map((value, i) => (choices[i].some(([key]) => String(key) === value) ? value : ""));
      const passing = made.hits.filter(({ row }) => wanted.every((value, i) => !value || String(CHOICES[i][0](row)) === value));
      const items = passing.slice(from, from + PAGE).map(({ row, marks }) => {
        const { address, title, summary, day, picture } = row;
        return { address, title, summary, day, picture, marks, kind: row.category < 0 ? "" : contents.categories[row.category][1] };
      });
      const { groups, sought, instead = "", isApart = false, isNear = false } = made;
      return { groups: groups.length, sought, instead, isApart, isNear, items, offers: choices, chosen: wanted, count: passing.length };
    }

    const prepare = async () => void (await BantinIndex.titles());
    return { look, prepare };
  };

  if (!globalThis.document) {
    BantinIndex.useFetch(globalThis.name); // which the page gave
    const engine = makeEngine();
    addEventListener("message", async ({ data: { id, method, request } }) => {
      try {
        postMessage({ id, answer: await engine[method](request) });
      } catch (fault) {
        postMessage({ id, fault: String(fault?.stack ?? fault), isOurs: fault?.name !== "UnreachableError" });
      }
    });
  } else {
    const own = document.currentScript.src; // with all of assets/search/, as the theme joins them
    let inPage, worker;
    let id = 0;
    const waiting = new Map();

    const settle = (one, how, value) => {
      waiting.get(one)?.[how](value);
      waiting.delete(one);
    };
    function begin() {
      worker = new Worker(own, { name: new URL("chi-muc/", location.href).href });
      worker.onmessage = ({ data: { id: one, answer, fault, isOurs } }) => {
        if (fault === undefined) settle(one, "resolve", answer);
        else settle(one, "reject", isOurs ? new TypeError(fault) : new BantinIndex.UnreachableError(fault));
      };
      worker.onerror = (event) => { // its script did not come; asked again, it is begun again
        event.preventDefault();
        worker = undefined;
        for (const one of [...waiting.keys()]) settle(one, "reject", new BantinIndex.UnreachableError("worker"));
      };
    }

    function ask(method, request) {
      if (!inPage && !worker) {
        try {
          if (location.protocol === "file:") throw new TypeError("no workers on a disk");
          begin();
        } catch {
          inPage = makeEngine();
        }
      }
      if (inPage) return inPage[method](request);
      return new Promise((resolve, reject) => {
        waiting.set((id += 1), { resolve, reject });
        worker.postMessage({ id, method, request });
      });
    }
    globalThis.BantinEngine = { look: (request) => ask("look", request), prepare: () => ask("prepare") };
  }
}
