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
  let sending = false;
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
    sending = true;
    try {
      const options = {method: "POST", body, redirect: "manual", signal: going.signal};
      tell((await fetch(url, options)).status);
    } catch {
      if (going.signal.aborted) return;
      say(words.notKept);
      change();
    } finally {
      sending = false;
    }
  }

  function change() {
    changed = true;
    soon();
  }

  for (const name of ["input", "change"]) form.addEventListener(name, change);

  // What is still on its way is sent again: going to another page may take it back.
  function hurry() {
    if (!changed && !sending) return false;
    stop();
    changed = !navigator.sendBeacon(url, new URLSearchParams(new FormData(form)));
    return !changed;
  }

  // The last moment in which a page can be sure to be heard.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hurry();
  });

  // Whoever leaves in a hurry is signed out after this word, and not before it.
  document.addEventListener("leaving", (event) => {
    if (hurry()) event.preventDefault();
    changed = sending = false;
  });

  // Saving says it all, and what is on its way must not arrive after it. Whoever signs
  // out does not save.
  document.addEventListener("submit", (event) => {
    if (event.target !== form && event.target.id !== "typed") return hurry();
    stop();
    going.abort();
    changed = sending = false;
  });
})();
