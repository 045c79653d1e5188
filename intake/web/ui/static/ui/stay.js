// Warns before a patient is signed out, and says so when it has happened. A device that
// slept wakes to the truth: the server is asked before the page claims anything.
"use strict";

(() => {
  const warning = document.getElementById("stay");
  const over = document.getElementById("signed-out");
  const {url, warn} = warning.dataset;
  const words = warning.querySelector("[role=status]");
  let until = Date.now() + warning.dataset.left * 1000;
  let asking = false;
  let answered = false;
  let ended = false;

  const left = () => (until - Date.now()) / 1000;

  function open(box) {
    box.hidden = false;
    if (box.open) return;
    if (box.showModal) box.showModal();
    else box.setAttribute("open", "");
    box.querySelector("[autofocus]").focus();
  }

  function close(box) {
    if (box.open && box.close) box.close();
    box.removeAttribute("open");
    box.hidden = true;
  }

  // Changed a few times only, since every change is read aloud.
  function tell() {
    const {many, one, few} = words.dataset;
    const minutes = Math.round(left() / 60);
    const text = minutes > 1 ? many.replace("{minutes}", minutes) : minutes ? one : few;
    if (words.textContent !== text) words.textContent = text;
  }

  function end() {
    ended = true;
    clearInterval(clock);
    close(warning);
    open(over);
  }

  async function ask() {
    const reply = await fetch(url, {redirect: "manual", cache: "no-store"});
    if (reply.status >= 500) return;
    if (reply.status !== 200) return end();
    until = Date.now() + (await reply.json()).left * 1000;
    if (left() > warn) {
      answered = false;
      close(warning);
    } else if (!answered) {
      open(warning);
      tell();
    }
  }

  // Another window may have been busy in the meantime; and nothing is said offline.
  async function look() {
    if (asking || ended || left() > warn) return;
    if (left() > 0 && (warning.open || answered)) return tell();
    asking = true;
    await ask().catch(() => {});
    asking = false;
  }

  async function stay() {
    close(warning);
    answered = true;
    const body = new URLSearchParams(new FormData(document.getElementById("sign-out")));
    await fetch(url, {method: "POST", body, redirect: "manual"}).catch(() => {});
    until = 0;
    look();
  }

  const clock = setInterval(look, 5000);
  document.addEventListener("signed-out", end);
  for (const name of ["pageshow", "focus", "online"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
  warning.querySelector("[data-stay]").addEventListener("click", stay);
  warning.addEventListener("cancel", stay);
  over.querySelector("[data-close]")?.addEventListener("click", () => close(over));
  over.querySelector("[data-save]")?.addEventListener("click", () => {
    close(over);
    document.querySelector("form[data-form] .btn-primary").click();
  });
})();
