// Evaluated in a page by test_layout.py: what sticks out, is cut off, or lies on other words; [] is good.
() => {
  const found = new Set();
  const width = document.documentElement.clientWidth;
  const tell = (element) => {
    const name = element.getAttribute("class");
    return `<${element.localName}${name ? ` class="${name}"` : ""}> “${element.textContent.trim().slice(0, 30)}”`;
  };
  const styles = new Map();
  const style = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const ancestors = (element) => {
    const all = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) all.push(at);
    return all;
  };
  const isForEars = (element) => ancestors(element).some((at) => style(at).clipPath === "inset(50%)");
  const isAway = (element) => ancestors(element).some((at) => at.matches(".skip:not(:focus)"));
  const scrollsAside = (element) => ["auto", "scroll"].includes(style(element).overflowX);
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !isForEars(element) && !isAway(element);

  if (document.documentElement.scrollWidth > width)
    found.add(`the page scrolls sideways: ${document.documentElement.scrollWidth} px`);

  const words = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest("svg, noscript") || !isSeen(element)) continue;
    const { overflowX, overflowY, webkitLineClamp } = style(element);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    if (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) found.add(`cut off at the side: ${tell(element)}`);
    if (hides(overflowY) && element.scrollHeight > element.clientHeight + 1 && webkitLineClamp === "none")
      found.add(`cut off below: ${tell(element)}`);

    const scroller = ancestors(element).find(scrollsAside);
    const box = element.getBoundingClientRect();
    if (!scroller && box.width && (box.left < -1 || box.right > width + 1)) found.add(`sticks out of the window: ${tell(element)}`);

    const clamp = ancestors(element).find((at) => style(at).webkitLineClamp !== "none");
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      let block = element;
      while (style(block).display.startsWith("inline") && block.parentElement) block = block.parentElement;
      const edge = block.getBoundingClientRect();
      for (const line of range.getClientRects()) {
        if (clamp && line.bottom > clamp.getBoundingClientRect().bottom + 1) continue; // the words after “…”
        if (line.left < edge.left - 1 || line.right > edge.right + 1) found.add(`words stick out of ${tell(block)}`);
        if (!scroller) words.push({ line, block, element });
      }
    }
  }

  // Boxes of lines reach a little above and below the letters: their middle half is meant.
  words.sort((a, b) => a.line.top - b.line.top);
  words.forEach(({ line, block, element }, place) => {
    const low = line.bottom - line.height / 4;
    for (const other of words.slice(place + 1)) {
      if (other.line.top > low) break;
      if (other.block === block) continue;
      const down = low - (other.line.top + other.line.height / 4);
      const across = Math.min(line.right, other.line.right) - Math.max(line.left, other.line.left);
      if (down > 1 && across > 1) found.add(`words lie on words: ${tell(element)} and ${tell(other.element)}`);
    }
  });
  return [...found];
}
