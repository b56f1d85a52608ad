// Evaluated in a page by test_keyboard.py, before Tab is pressed: notes where the focus goes, and how it shows.
() => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const stops = [...document.querySelectorAll("*")].filter((element) => element.tabIndex >= 0 && !element.disabled && seen(element));
  const outline = (element) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle === "none" ? "" : `${parseFloat(outlineWidth)} ${outlineColor}`;
  };
  const around = (element) => [element, element.closest("article, li, section")].filter(Boolean);
  const before = new Map(stops.map((element) => [element, around(element).map(outline)]));

  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((numbers(colour)[3] ?? 1) > 0.5) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const tell = (element) => `<${element.localName}> “${element.textContent.trim().replace(/\s+/g, " ").slice(0, 30)}”`;

  const noted = { stops: stops.map(tell), walked: [], hidden: [], pale: [], backwards: [] };
  let last;
  document.addEventListener("focusin", ({ target }) => {
    noted.walked.push(tell(target));
    const drawn = around(target).findIndex((element, place) => outline(element) && outline(element) !== before.get(target)?.[place]);
    if (drawn < 0) noted.hidden.push(tell(target));
    else {
      const ring = around(target)[drawn];
      const { outlineColor } = getComputedStyle(ring);
      const ratio = contrast(outlineColor, ground(ring.parentElement));
      if (ratio < 3) noted.pale.push(`${tell(target)}: ${outlineColor} on ${ground(ring.parentElement)}, ${ratio.toFixed(1)}`);
    }
    const [{ left, right, top, bottom }] = target.getClientRects();
    if (right <= 0 || bottom + scrollY <= 0) noted.hidden.push(`${tell(target)} is outside the page`);
    const here = { left, right, top: top + scrollY, bottom: bottom + scrollY, name: tell(target) };
    if (last) {
      const isAbove = here.bottom <= last.top + 1;
      const isBeside = !isAbove && here.top < last.bottom - 1;
      const isRight = here.left >= last.left - 1;
      if ((isAbove && here.left < last.right - 1) || (isBeside && !isRight)) noted.backwards.push(`${last.name} → ${here.name}`);
    }
    last = here;
  });
  window.noted = noted;
  return stops.length;
}
