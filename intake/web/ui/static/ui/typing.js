// What is typed is kept on the server now and then, until the page is saved. Nothing is
// put into the browser's own storage.
"use strict";

(() => {
  const EVERY = 20000;
  const SOON = 2000;
  const line = document.querySelector("[data-typed]");
  const form = document.querySelector("form[data-form]");
  const {typed: url, ...words} = line.dataset;
  let changed = false;
  let timer = 0;
  let last = 0;
  let going = new AbortController();

  // Read aloud when it changes, so not with every reply.
  function say(text) {
    if (line.textContent !== text) line.textContent = text;
  }

  function soon() {
    timer ||= setTimeout(keep, Math.max(SOON, last + EVERY - Date.now()));
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
  }

  function tell(status) {
    const {lang} = document.documentElement;
    const time = new Date().toLocaleTimeString(lang, {hour: "numeric", minute: "2-digit"});
    if (status === 204) return say(words.kept.replace("{time}", time));
    if (status === 409) return say(words.closed);
    if (status === 413) return say(words.tooLong);
    if (status >= 500) throw status;
    say(words.signedOut);
    document.dispatchEvent(new Event("signed-out"));
  }

  async function keep() {
    stop();
    changed = false;
    last = Date.now();
    const body = new URLSearchParams(new FormData(form));
    going = new AbortController();
    try {
      const options = {method: "POST", body, redirect: "manual", signal: going.signal};
      tell((await fetch(url, options)).status);
    } catch {
      if (going.signal.aborted) return;
      say(words.notKept);
      change();
    }
  }

  function change() {
    changed = true;
    soon();
  }

  for (const name of ["input", "change"]) form.addEventListener(name, change);

  function hurry() {
    if (!changed) return;
    stop();
    changed = !navigator.sendBeacon(url, new URLSearchParams(new FormData(form)));
  }

  // The last moment in which a page can be sure to be heard.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hurry();
  });

  // Saving says it all, and what is on its way must not arrive after it. Whoever signs
  // out does not save.
  document.addEventListener("submit", (event) => {
    if (event.target !== form && event.target.id !== "typed") return hurry();
    stop();
    going.abort();
    changed = false;
  });
})();
