// Thống kê truy cập: once the page is seen, one request tells the counter, whose answer fills the box.
// Lost without it: this reader is not counted; the box shows what the build knew, or is not there.
"use strict";
{
  const { address, goatcounter, origins, isPrivate } = document.querySelector("[data-bantin-counter]")?.dataset ?? {};
  const number = new Intl.NumberFormat("vi-VN");

  // A figure is shown only if it is one.
  function put(element, figure) {
    const is = Number.isSafeInteger(figure) && figure >= 0;
    if (is) {
      element.querySelector("[data-number]").textContent = number.format(figure);
      element.hidden = false;
    }
    return is;
  }

  function show(figures) {
    for (const box of document.querySelectorAll("[data-counter]")) {
      const rows = [...box.querySelectorAll("[data-figure]")];
      const shown = rows.filter((row) => put(row, figures[row.dataset.figure]));
      if (!shown.length) continue; // no figures at all: what the build knew stays, with its date
      for (const row of rows) row.hidden = !shown.includes(row);
      const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(figures.at) ?? [];
      const moment = box.querySelector("[data-moment]");
      moment.hidden = !time;
      const when = moment.querySelector("[data-when]");
      if (time) when.textContent = `${time}, ${day}/${month}/${year}`;
      if (when.dateTime) when.dateTime = figures.at;
      box.hidden = false;
    }
    for (const place of document.querySelectorAll("[data-views]")) put(place, figures.views);
  }

  function isCounted() {
    const asksNotToBe = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
    return !navigator.webdriver && !(isPrivate && asksNotToBe);
  }

  async function ask(url, options) {
    const answer = await fetch(url, { credentials: "omit", keepalive: true, ...options });
    if (answer.ok) return answer.json();
    throw answer.status;
  }

  async function tell() {
    if (goatcounter) {
      if (isCounted()) navigator.sendBeacon(`${goatcounter}count?p=${encodeURIComponent(location.pathname)}`);
      const { count } = await ask(`${goatcounter}counter/TOTAL.json`);
      show({ total: Number(String(count).replace(/\D/g, "") || NaN) });
    } else {
      show(await ask(...(isCounted() ? [`${address}hit?${location.pathname}`, { method: "POST" }] : [`${address}stats.json`])));
    }
  }

  function tellOnceSeen() {
    if (document.visibilityState !== "visible" || document.prerendering) return;
    document.removeEventListener("visibilitychange", tellOnceSeen);
    tell().catch(() => {}); // a counter that is gone is no matter of the reader's
  }

  if ((address || goatcounter) && origins.split(" ").includes(location.origin)) {
    document.addEventListener("visibilitychange", tellOnceSeen);
    document.addEventListener("prerenderingchange", tellOnceSeen, { once: true });
    tellOnceSeen();
  }
}
