// Smoother, never needed: every page works the same without this file.
"use strict";

document.getElementById("error-summary")?.focus();

// A second press while a form is on its way does nothing. The buttons are not
// disabled, or the pressed one would not be sent; after a while they work again.
function release(form) {
  delete form.dataset.sending;
  form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "yes";
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  setTimeout(release, 8000, form);
});

addEventListener("pageshow", () => document.querySelectorAll("[data-sending]").forEach(release));

// An option that stands alone unticks the others, and the others untick it.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  const alone = "exclusive" in box.dataset;
  box.closest(".options")?.querySelectorAll("input[type=checkbox]").forEach((other) => {
    if (other !== box && (alone || "exclusive" in other.dataset)) other.checked = false;
  });
});

// Turning the wheel over a number must not change it.
document.addEventListener("wheel", () => {
  if (document.activeElement?.type === "number") document.activeElement.blur();
}, {passive: true});

// The way out waits for nobody. The page is emptied first, since the next one may be slow
// to come; a mark goes with whatever is asked of the server after it and ends the session
// then, should the word that is sent now be lost. What was typed is such a word, too.
document.querySelector("[data-quick-exit]")?.addEventListener("click", (event) => {
  const {href, dataset: {ends, to}} = event.currentTarget;
  event.preventDefault();
  if (ends) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `left=1; path=/; max-age=28800; samesite=lax${secure}`;
    const isHeard = !document.dispatchEvent(new Event("leaving", {cancelable: true}));
    if (!isHeard) fetch(ends, {keepalive: true, redirect: "manual"}).catch(() => {});
  }
  document.documentElement.hidden = true;
  location.replace(to ?? href);
});

// A page that the browser keeps whole may be that of somebody who leaves from another one:
// it is hidden while it is kept, and asked for anew when somebody comes back to it.
if (document.querySelector("[data-ends]")) {
  addEventListener("pagehide", () => { document.documentElement.hidden = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}

// The same place of the page in another language; places have the same names.
document.querySelectorAll("[data-switch]").forEach((link) => link.addEventListener("click", () => {
  link.hash = location.hash;
}));

// Paper shows what is folded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((part) => { part.open = true; });
});
addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
