// The files of the index (docs/decisions/0060): fetched when they are needed, once.
// They are scripts, because a page on a disk may load nothing else; a worker reads them as text.
"use strict";
const BantinIndex = (() => {
  const { fold, tokens } = BantinWords;
  const VERSION = 1;
  const PARTS = 4;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));
  const arriving = new Map();
  const loaded = new Map();

  globalThis.bantinTim = (name, data) => arriving.get(name)?.(data);

  class UnreachableError extends Error {
    name = "UnreachableError";
  }

  let base = "";
  const useFetch = (folder) => (base = folder);

  async function fetched(name, address) {
    try {
      const reply = await fetch(base + address, { cache: name === "muc-luc" ? "no-cache" : "default" });
      const text = await reply.text();
      const first = `bantinTim("${name}",`;
      if (!reply.ok || !text.startsWith(first)) throw new Error(reply.status);
      return JSON.parse(text.slice(first.length, text.lastIndexOf(")")));
    } catch (fault) {
      throw new UnreachableError(`${name}: ${fault.message}`);
    }
  }

  const scripted = (name, address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      arriving.set(name, resolve);
      script.src = `chi-muc/${address}`;
      script.onerror = () => reject(new UnreachableError(name));
      script.onload = () => { script.remove(); reject(new UnreachableError(name)); }; // too late to matter, if the data came
      document.head.append(script);
    });

  function load(name, mark = "") {
    if (!loaded.has(name)) {
      const promise = (base ? fetched : scripted)(name, `${name}.js${mark && `?${mark}`}`);
      loaded.set(name, promise);
      promise.catch(() => loaded.delete(name)); // asked for again, it is tried again
    }
    return loaded.get(name);
  }

  async function contents() {
    const made = await load("muc-luc");
    if (made.version !== VERSION) throw new UnreachableError("version");
    return made;
  }

  // A field of a row as search sees it: its syllables as written, and folded, " a b . c " as one string.
  function field(text) {
    const words = tokens(text);
    const folds = words.map(folded);
    return { words, folds, text: ` ${folds.map((word) => word || ".").join(" ")} ` };
  }

  const folds = new Map();
  function folded(word) {
    let made = folds.get(word);
    if (made === undefined) folds.set(word, (made = fold(word)));
    return made;
  }

  function row([slot, url, title, summary, tags, day, category, topic, issue, picture], { categories }) {
    const all = [title, tags, summary].map((text) => field(text).text).join("|");
    let fields; // of few rows, and large
    const folder = category < 0 ? "" : `${categories[category][0]}/`;
    return {
      slot, title, summary, day, category, topic, issue, all,
      get fields() { return (fields ??= [title, tags, summary].map(field)); },
      address: folder + url + (category < 0 ? "" : "/"),
      picture: picture && (picture.includes("/") || picture.includes(":") ? picture : `anh/${picture}`),
    };
  }

  // Every article by its slot, the newest first.
  let rows;
  function titles() {
    rows ??= (async () => {
      const made = await contents();
      const all = new Map();
      const chunks = made.rows.map((mark, i) => [`bai-${i}`, mark]).reverse();
      for (let i = 0; i < chunks.length; i += 4) {
        const group = await Promise.all(chunks.slice(i, i + 4).map(([name, mark]) => load(name, mark)));
        for (const columns of group) {
          for (let n = (columns[0]?.length ?? 0) - 1; n >= 0; n -= 1) {
            const one = row(columns.map((column) => column[n]), made);
            all.set(one.slot, one);
          }
        }
        await new Promise((next) => setTimeout(next)); // a keystroke may come in between
      }
      return all;
    })();
    rows.catch(() => (rows = undefined));
    return rows;
  }

  const TABLE = Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });
  function crc32(text) {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
    return ~sum >>> 0;
  }

  function shardOf(term, shards) {
    const inside = shards / PARTS;
    return (crc32(term.split(" ")[0]) % PARTS) * inside + (crc32(term) % inside);
  }

  function slots(text) {
    const made = [];
    let slot = 0, gap = 0, shift = 0;
    for (const digit of text) {
      const value = VALUES.get(digit);
      gap += (value & 31) << shift;
      shift += 5;
      if (value < 32) {
        made.push((slot += gap));
        gap = shift = 0;
      }
    }
    return made;
  }

  // Folded term -> [spelling, is it of a heading, slots or null for too many to list]
  const parsed = new Map();
  async function shard(name, mark) {
    if (!parsed.has(name)) {
      const terms = new Map();
      for (const line of (await load(name, mark)).split("\n")) {
        const [written, found] = line.split("=");
        const word = written.replace("#", "");
        const key = word.split(" ").map(folded).join(" ");
        if (!terms.has(key)) terms.set(key, []);
        terms.get(key).push([word, word !== written, found?.startsWith("*") ? null : slots(found ?? "")]);
      }
      parsed.set(name, terms);
    }
    return parsed.get(name);
  }

  // For each folded term what is known of it in the bodies, of all segments.
  async function lookUp(terms) {
    const { segments } = await contents();
    const made = new Map(terms.map((term) => [term, []]));
    await Promise.all(
      segments.flatMap(([name, shards, , mark]) =>
        terms.map(async (term) => {
          const found = (await shard(`${name}-${shardOf(term, shards)}`, mark)).get(term);
          if (found) made.get(term).push(...found);
        }),
      ),
    );
    return made;
  }

  // Every folded syllable of the site, for slips of typing.
  let words;
  function vocabulary() {
    words ??= read();
    words.catch(() => (words = undefined));
    return words;
  }
  async function read() {
    const { segments } = await contents();
    const names = segments.flatMap(([name, , , mark]) => Array.from({ length: PARTS }, (_, part) => [`${name}-tu-${part}`, mark]));
    const texts = await Promise.all(names.map(([name, mark]) => load(name, mark)));
    const made = new Set(texts.flatMap((text) => text.split(" ")));
    for (const { all } of (await titles()).values()) for (const word of all.split(/[ .|]+/)) made.add(word);
    made.delete("");
    return made;
  }

  return { UnreachableError, contents, folded, lookUp, titles, useFetch, vocabulary };
})();
