// Keeps the worklist up to date without moving the reader, and takes keys in its table.
"use strict";

(() => {
  const EVERY = 30000;
  const live = () => document.getElementById("live");
  const said = document.getElementById("live-said");

  const links = () => [...document.querySelectorAll("[data-alert] a, [data-case] th a")];
  const place = (link) => link?.getAttribute("href");

  function focusOn(address) {
    links().find((link) => place(link) === address)?.focus({preventScroll: true});
  }

  async function renew() {
    const reply = await fetch(location.href, {cache: "no-store", redirect: "manual"});
    if (reply.status !== 200) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const old = document.querySelectorAll("[data-live]");
    const fresh = page.querySelectorAll("[data-live]");
    if (fresh.length !== old.length) return;
    const here = place(document.activeElement);
    old.forEach((part, at) => part.replaceWith(fresh[at]));
    if (!document.activeElement.matches("a, button, input, select")) focusOn(here);
    said.textContent = said.dataset.changed;
  }

  // The question alone tells nobody's name; the page is read only when it changed.
  async function ask() {
    if (document.hidden) return;
    const {state, stamp} = live().dataset;
    const reply = await fetch(state + location.search, {cache: "no-store", redirect: "manual"});
    if (reply.status === 200 && (await reply.json()).stamp !== stamp) await renew();
  }

  const quietly = () => ask().catch(() => {});
  setInterval(quietly, EVERY);
  document.addEventListener("visibilitychange", quietly);

  // Single keys work while the focus is on an entry of the list, and nowhere else.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const step = {j: 1, ArrowDown: 1, k: -1, ArrowUp: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    all[Math.min(Math.max(at + step, 0), all.length - 1)].focus();
  });
})();
