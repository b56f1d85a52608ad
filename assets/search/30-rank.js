// Which articles answer a query, and in what order.
"use strict";
const BantinSearch = (() => {
  const { clean, fit, isSlip, keystrokes, tokens } = BantinWords;
  const { folded, lookUp, vocabulary } = BantinIndex;
  const WEIGHTS = [10, 6, 5]; // of title, tags, summary
  const HEADING = 4;
  const BODY = 2;
  const ACCENTS = [0.35, 0.6, 1]; // by how well the marks fit
  const MOST_WORDS = 16;
  const MOST_GUESSES = 160;
  const QUOTED = /["“”«»]([^"“”«»]*)["“”«»]/g;

  // What belongs together: `words` as typed, `folds`, whether they stand in quotation marks, whether the last may go on.
  function group(words, isExact = false, isOpen = false) {
    return { words, folds: words.map(folded), isExact, isOpen };
  }

  const plain = (text) => tokens(text).filter(Boolean);

  function parse(text) {
    const groups = [];
    const rest = clean(text).replace(QUOTED, (_, phrase) => {
      if (plain(phrase).length) groups.push(group(plain(phrase), true));
      return " ";
    });
    const words = plain(rest);
    if (words.length) groups.push(group(words, false, !/[\s.,;:!?]$/.test(rest)));
    let left = MOST_WORDS;
    return groups.flatMap((one) => {
      const kept = one.words.slice(0, left);
      left -= kept.length;
      return kept.length ? [group(kept, one.isExact, one.isOpen)] : [];
    });
  }

  // The same with an abbreviation written out, or with what it stands for shortened.
  function forms(one, glossary) {
    const made = [one];
    if (one.isExact) return made;
    for (const pair of glossary) {
      const [short, long] = pair.map(plain);
      for (const [from, to] of [[short, long], [long, short]]) {
        const wanted = from.map(folded);
        const at = one.folds.findIndex((_, i) => wanted.every((word, n) => word === one.folds[i + n]));
        if (at >= 0 && made.length < 5) {
          made.push(group([...one.words.slice(0, at), ...to, ...one.words.slice(at + from.length)], false, one.isOpen));
        }
      }
    }
    return made;
  }

  const isSame = (want, have, isOpen) => want === have || (isOpen && have.startsWith(want));

  // [share of the words that stand together, or at all, 0 to 1; how well their marks fit, 0 to 2]
  function inField({ words, folds, isExact, isOpen }, field) {
    const last = folds.length - 1;
    const marksOf = (n, i) => (folds[n] === field.folds[i] ? fit(words[n], field.words[i], folds[n]) : field.words[i].startsWith(words[n]) ? 2 : 1);
    let best = -1;
    if (field.text.includes(` ${folds.join(" ")}${isOpen ? "" : " "}`)) {
      for (let at = 0; at + last < field.folds.length; at += 1) {
        if (!folds.every((word, n) => isSame(word, field.folds[at + n], isOpen && n === last))) continue;
        best = Math.max(best, Math.min(...folds.map((_, n) => marksOf(n, at + n))));
      }
    }
    if (best >= 0) return [1, best];
    if (isExact) return [0, 0];
    let count = 0;
    let worst = 2;
    folds.forEach((word, n) => {
      const fits = field.folds.flatMap((have, i) => (isSame(word, have, isOpen && n === last) ? [marksOf(n, i)] : []));
      if (!fits.length) return;
      count += 1;
      worst = Math.min(worst, Math.max(...fits));
    });
    return [(count / folds.length) * 0.4, worst];
  }

  // What the titles, tags and summaries say: slot -> [score, fit]
  function inRows(one, rows) {
    const found = new Map();
    const { folds, isExact, isOpen } = one;
    const wanted = folds.map((word, n) => ` ${word}${isOpen && n === folds.length - 1 ? "" : " "}`);
    for (const row of rows.values()) {
      if (!wanted.every((word) => row.all.includes(word))) continue;
      const scores = [];
      let [best, worst] = [-1, 2];
      row.fields.forEach((field, i) => {
        const [share, marks] = inField(one, field);
        if (!share) return;
        if (share === 1) best = Math.max(best, marks);
        else worst = Math.min(worst, marks);
        const isWhole = i === 0 && share === 1 && field.folds.filter(Boolean).length === folds.length;
        scores.push(WEIGHTS[i] * share * ACCENTS[marks] * (isWhole ? 1.5 : 1));
      });
      if (isExact ? best === 2 : scores.length) found.set(row.slot, [together(scores), best < 0 ? worst : best]);
    }
    return found;
  }

  function together(scores) {
    const best = Math.max(...scores);
    return best + 0.1 * (scores.reduce((sum, score) => sum + score, 0) - best);
  }

  const pairs = (words) => (words.length < 2 ? words : words.slice(1).map((word, n) => `${words[n]} ${word}`));

  // slot -> [fit, is it in a heading] of one term; null: in too many articles to tell
  function membersOf(typed, term, spellings) {
    const members = new Map();
    const [words, bare] = [typed.split(" "), term.split(" ")];
    for (const [written, isHeading, slots] of spellings) {
      if (!slots) return null;
      const have = written.split(" ");
      const marks = Math.min(...words.map((word, n) => fit(word, have[n], bare[n])));
      for (const slot of slots) {
        const [before, was] = members.get(slot) ?? [-1, false];
        members.set(slot, [Math.max(before, marks), was || isHeading]);
      }
    }
    return members;
  }

  // What the bodies say: slot -> [score, fit]
  function inBodies(one, known) {
    const typed = pairs(one.words);
    let found = null;
    pairs(one.folds).forEach((term, n) => {
      const members = membersOf(typed[n], term, known.get(term) ?? []);
      if (!members) return;
      if (!found) {
        found = members;
        return;
      }
      const both = new Map();
      for (const [slot, [marks, isHeading]] of found) {
        const more = members.get(slot);
        if (more) both.set(slot, [Math.min(marks, more[0]), isHeading && more[1]]);
      }
      found = both;
    });
    const scored = new Map();
    for (const [slot, [marks, isHeading]] of found ?? []) {
      if (!one.isExact || marks === 2) scored.set(slot, [(isHeading ? HEADING : BODY) * ACCENTS[marks], marks]);
    }
    return scored;
  }

  function merged(maps) {
    const all = new Map();
    for (const map of maps) {
      for (const [slot, [score, marks]] of map) {
        const [before, was] = all.get(slot) ?? [0, 0];
        all.set(slot, [Math.max(before, score) + 0.1 * Math.min(before, score), Math.max(was, marks)]);
      }
    }
    return all;
  }

  function common(maps) {
    return maps.reduce((all, map) => {
      const both = new Map();
      for (const [slot, [score, marks]] of all) {
        const more = map.get(slot);
        if (more) both.set(slot, [score + more[0], Math.min(marks, more[1])]);
      }
      return both;
    });
  }

  // What has the marks that were typed is first, then what says it most plainly, then what is newest.
  function ranked(found, rows) {
    const hits = [];
    for (const [slot, [score, marks]] of found) {
      const row = rows.get(slot);
      if (row) hits.push({ row, score, marks });
    }
    return hits.sort((a, b) => b.marks - a.marks || b.score - a.score || b.row.day - a.row.day || a.row.slot - b.row.slot);
  }

  function quick(groups, rows, { glossary }) {
    const maps = groups.map((one) => merged(forms(one, glossary).map((form) => inRows(form, rows))));
    return maps.length ? ranked(common(maps), rows) : [];
  }

  async function strict(groups, rows, { glossary }) {
    const all = groups.map((one) => forms(one, glossary));
    const known = await lookUp([...new Set(all.flat().flatMap((form) => pairs(form.folds)))]);
    const maps = all.map((made) => merged(made.flatMap((form) => [inRows(form, rows), inBodies(form, known)])));
    return maps.length ? ranked(common(maps), rows) : [];
  }

  // Articles by how many of the words they hold, wherever they stand; at least `share` of them.
  async function apart(groups, rows, share) {
    const words = [...new Set(groups.flatMap((one) => one.words))];
    const known = await lookUp([...new Set(words.map(folded))]);
    const counts = new Map();
    let needed = 0;
    for (const word of words) {
      const members = membersOf(word, folded(word), known.get(folded(word)) ?? []);
      if (!members) continue; // nearly everywhere
      needed += 1;
      const bodies = new Map([...members].map(([slot, [marks]]) => [slot, [BODY * ACCENTS[marks], marks]]));
      for (const [slot, [score, marks]] of merged([inRows(group([word]), rows), bodies])) {
        const [sum, worst, count] = counts.get(slot) ?? [0, 2, 0];
        counts.set(slot, [sum + score, Math.min(worst, marks), count + 1]);
      }
    }
    const least = Math.max(1, Math.ceil(needed * share));
    const found = [...counts].filter(([, [, , count]]) => count >= least);
    return ranked(new Map(found.map(([slot, [sum, marks, count]]) => [slot, [sum + 20 * count, marks]])), rows);
  }

  // The same with one word exchanged for others that were perhaps meant.
  function guesses(one, isKnown, words) {
    const made = [];
    const unknown = one.folds.flatMap((word, n) => (isKnown(word) ? [] : [n]));
    const add = (n, count, ...to) => made.push([...one.folds.slice(0, n), ...to, ...one.folds.slice(n + count)]);
    for (const n of unknown.length ? unknown.slice(0, 2) : one.folds.keys()) {
      const word = one.folds[n];
      if (word.length < 2 || /^\d+$/.test(word)) continue;
      for (let cut = 1; cut < word.length; cut += 1) {
        if (isKnown(word.slice(0, cut)) && isKnown(word.slice(cut))) add(n, 1, word.slice(0, cut), word.slice(cut));
      }
      if (n + 1 < one.folds.length && isKnown(word + one.folds[n + 1])) add(n, 2, word + one.folds[n + 1]);
      for (const other of words) if (isSlip(word, other)) add(n, 1, other);
    }
    return made.slice(0, MOST_GUESSES).map((to) => group(to, one.isExact));
  }

  async function mended(groups, rows, contents, isKnown, words, isOld) {
    const tries = groups.flatMap((one, i) =>
      guesses(one, isKnown, words).map((other) => [...groups.slice(0, i), other, ...groups.slice(i + 1)]),
    );
    let best = null;
    let score = 0;
    for (const [n, some] of tries.entries()) {
      if (n % 8 === 7) await new Promise((next) => setTimeout(next)); // a keystroke may come in between
      if (isOld()) break;
      const [hit] = quick(some, rows, contents);
      if (hit?.score > score) [best, score] = [some, hit.score];
    }
    if (best) return [await strict(best, rows, contents), best];
    for (const some of tries.slice(0, 12)) {
      if (isOld()) break;
      const hits = await strict(some, rows, contents);
      if (hits.length) return [hits, some];
    }
    return [[], groups];
  }

  const said = (groups) => groups.map((one) => (one.isExact ? `"${one.words.join(" ")}"` : one.words.join(" "))).join(" ");

  // All that answers: { hits, instead: what was searched for in place of what was typed, sought: its forms,
  // isApart: the words need not stand together, isNear: nothing has all words }
  async function full(groups, rows, contents, isOld) {
    const told = (hits, of, more) => ({ hits, sought: of.flatMap((one) => forms(one, contents.glossary)), ...more });
    if (!groups.length) return told([], groups);
    const hits = await strict(groups, rows, contents);
    if (hits.length) return told(hits, groups);
    const closed = groups.map((one) => group(one.words, one.isExact));
    const words = await vocabulary();
    const isKnown = (word) => words.has(word) || /^\d+$/.test(word);
    const typed = closed.map((one) => {
      const meant = one.words.map((word, n) => (isKnown(one.folds[n]) ? "" : keystrokes(word)));
      return group(one.words.map((word, n) => (meant[n] && isKnown(folded(meant[n])) ? meant[n] : word)), one.isExact);
    });
    const instead = said(typed) === said(closed) ? "" : said(typed);
    if (instead) {
      const found = await strict(typed, rows, contents);
      if (found.length) return told(found, typed, { instead });
    }
    const isPhrase = typed.some((one) => one.isExact);
    if (!isPhrase) {
      const found = await apart(typed, rows, 1);
      if (found.length) return told(found, typed, { instead, isApart: true });
    }
    const [found, other] = await mended(typed, rows, contents, isKnown, words, isOld);
    if (found.length) return told(found, other, { instead: said(other) });
    if (isPhrase || typed.flatMap((one) => one.words).length < 2) return told([], typed);
    return told(await apart(typed, rows, 0.5), typed, { isApart: true, isNear: true });
  }

  return { full, parse, quick };
})();
