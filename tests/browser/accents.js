// Evaluated in a page by test_layout.py: where two lines of “Ễ” below “g” would touch, or a box cut their accents.
() => {
  const tallest = "ẾỒỮẶẴỄỖẪ";
  const deepest = "ẶỰỴỊgypq";
  const found = new Set();
  const pen = document.createElement("canvas").getContext("2d");
  const ink = new Map(); // font -> what its letters take, in em
  const measure = (font) => {
    if (!ink.has(font)) {
      pen.font = font; // at 1000 px: the browser rounds to whole pixels
      const up = pen.measureText(tallest);
      const down = pen.measureText(deepest).actualBoundingBoxDescent / 1000;
      const [ascent, descent] = [up.fontBoundingBoxAscent / 1000, up.fontBoundingBoxDescent / 1000];
      ink.set(font, { up: up.actualBoundingBoxAscent / 1000, down, ascent, descent });
    }
    return ink.get(font);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const words = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
    if (!/\p{L}/u.test(words.join("")) || element.closest("svg") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const { up, down, ascent, descent } = measure(`${style.fontStyle} ${style.fontWeight} 1000px ${style.fontFamily}`);
    const room = (parseFloat(style.lineHeight) || (ascent + descent) * size) / size;
    if (room === 0) continue; // sup takes no room in its line
    const name = `<${element.localName} class="${element.getAttribute("class") ?? ""}">`;
    if (up + down > room) found.add(`lines touch in ${name}: letters take ${(up + down).toFixed(2)}, a line ${room.toFixed(2)}`);

    const over = (room - ascent - descent) / 2 + ascent;
    const isCut = ["hidden", "clip"].includes(style.overflowY) && style.clipPath === "none";
    if (isCut && up > over + parseFloat(style.paddingTop) / size) found.add(`accents are cut in ${name}`);
    if (isCut && down > room - over + parseFloat(style.paddingBottom) / size) found.add(`dots are cut in ${name}`);
  }
  return [...found];
}
