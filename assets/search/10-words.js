// Text as the syllables that search compares: the same here and in bulletin/syllables.py.
// tests/search/vectors.json holds both to the same answers.
"use strict";
const BantinWords = (() => {
  const LONGEST = 32;
  const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]+/g;
  const TOKEN = /[\p{L}\p{N}]+|[.!?;:…]\s|\n/gu;
  const MARKS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+/g;
  const TONES = { s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323", 1: "\u0301", 2: "\u0300", 3: "\u0309", 4: "\u0303", 5: "\u0323" };
  const nfc = (text) => text.normalize("NFC");

  // The new way of placing a tone -> the usual one: hoà -> hòa.
  const APART = new Map();
  for (const vowels of ["oa", "oe", "uy"]) {
    for (const tone of new Set(Object.values(TONES))) APART.set(nfc(vowels + tone), nfc(vowels[0] + tone + vowels[1]));
  }

  function fold(text) {
    const small = nfc(text).toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
    return nfc(small.normalize("NFD").replace(MARKS, "")).replace(/[đðɖ]/g, "d");
  }

  function settled(token) {
    const end = APART.get(token.slice(-2));
    const usual = end && token[0] !== "q" ? token.slice(0, -2) + end : token;
    return usual.length > LONGEST ? [...usual].slice(0, LONGEST).join("") : usual;
  }

  // [syllable or "" for an end of sentence, where it begins, where it ends] in `text` as it is shown.
  function* placed(text) {
    for (const found of text.toLowerCase().matchAll(TOKEN)) {
      const isWord = /[\p{L}\p{N}]/u.test(found[0]);
      yield [isWord ? settled(found[0]) : "", found.index, found.index + found[0].length];
    }
  }

  const clean = (text) => nfc(text).replace(INVISIBLE, "");
  const tokens = (text) => Array.from(placed(clean(text)), ([word]) => word);

  // How well what was typed fits what is written, their folded forms being equal:
  // 2 the same, or typed without any mark; 1 every mark that was typed is there; 0 another word.
  function fit(typed, written, folded) {
    if (typed === written || typed === folded) return 2;
    const [a, b] = [typed, written].map((word) => word.normalize("NFD").match(/\P{M}\p{M}*/gu) ?? []);
    const isWithin = (part, i) => {
      const whole = b[i] ?? "";
      return (part[0] === whole[0] || (part[0] === "d" && whole[0] === "đ")) && [...part.slice(1)].every((mark) => whole.includes(mark));
    };
    return a.length === b.length && a.every(isWithin) ? 1 : 0;
  }

  // Where the tone of a syllable stands, in the usual spelling; -1 without a vowel.
  function toneAt(letters) {
    let vowels = letters.flatMap((letter, i) => (/[aeiouy]/.test(fold(letter)) ? [i] : []));
    if (vowels.length > 1 && ((letters[0] === "q" && vowels[0] === 1) || (letters[0] === "g" && letters[1] === "i"))) vowels = vowels.slice(1);
    const shaped = vowels.filter((i) => /[ăâêôơư]/.test(letters[i]));
    if (shaped.length) return shaped.at(-1);
    const isClosed = vowels.length && vowels.at(-1) < letters.length - 1;
    if (vowels.length < 2) return vowels[0] ?? -1;
    return isClosed ? vowels.at(-1) : vowels[vowels.length === 3 ? 1 : 0];
  }

  // Keystrokes of Telex or VNI that no keyboard program turned into letters: chawps -> chắp. "" if they are none.
  function keystrokes(word) {
    const out = [];
    let tone = "";
    const last = (wanted) => out.findLastIndex((letter) => wanted.includes(letter));
    const shape = (from, to, at = last(from)) => at >= 0 && ((out[at] = to[from.indexOf(out[at])]), true);
    const horn = () => {
      const at = last("o");
      if (at > 0 && out[at - 1] === "u") out[at - 1] = "ư";
      return shape("aou", "ăơư");
    };
    for (const key of word) {
      const hasVowel = out.some((letter) => /[aeiouyăâêôơư]/.test(letter));
      if (TONES[key] && hasVowel) tone = TONES[key];
      else if (key === "w") horn() || out.push("ư");
      else if ("aeo".includes(key) && out.includes(key) && !(key === "o" && out.at(-1) === "a")) shape(key, { a: "â", e: "ê", o: "ô" }[key]);
      else if ((key === "d" || key === "9") && out[0] === "d") out[0] = "đ";
      else if (key === "6" && hasVowel) shape("aeo", "âêô");
      else if (key === "7" && hasVowel) { if (last("o") > 0 && out[last("o") - 1] === "u") out[last("o") - 1] = "ư"; shape("ou", "ơư"); }
      else if (key === "8" && hasVowel) shape("a", "ă");
      else out.push(key);
    }
    const at = toneAt(out);
    if (tone && at >= 0) out[at] += tone;
    const made = settled(nfc(out.join("")));
    return made === word || /\d/.test(made) ? "" : made;
  }

  // Whether one letter too many, too few, wrong, or two exchanged lie between two words.
  function isSlip(a, b) {
    if (Math.abs(a.length - b.length) > 1 || a === b) return false;
    let i = 0;
    while (i < a.length && a[i] === b[i]) i += 1;
    const [restA, restB] = [a.slice(i), b.slice(i)];
    return (
      restA.slice(1) === restB.slice(1) ||
      restA.slice(1) === restB ||
      restA === restB.slice(1) ||
      (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
    );
  }

  return { clean, fit, fold, isSlip, keystrokes, placed, settled, tokens };
})();
