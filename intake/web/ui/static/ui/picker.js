// What a name may mean is looked up as soon as it is written, and strengths can be
// pressed. Without this file a button asks the server for the same page.
"use strict";

(() => {
  const form = document.querySelector("form[data-form=row]");
  if (!form) return;
  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.before(status);

  // The inputs of a strength fill in the dose beside which they stand.
  function makePressable(root) {
    root.querySelectorAll("[data-look-up]").forEach((part) => { part.hidden = true; });
    root.querySelectorAll("span[data-fill]").forEach((span) => {
      const button = document.createElement("button");
      Object.assign(button, {type: "button", className: "btn btn-outline btn-fill", textContent: span.textContent});
      button.dataset.fill = span.dataset.fill;
      span.replaceWith(button);
    });
  }

  function put(fresh, id, after) {
    const found = fresh.getElementById(id);
    const old = document.getElementById(id);
    if (!found) return old?.remove();
    makePressable(found);
    const hadFocus = old?.contains(document.activeElement);
    if (old) old.replaceWith(found);
    else after.after(found);
    if (hadFocus) found.querySelector("input[type=radio], summary")?.focus();
  }

  async function lookUp(name) {
    const body = new URLSearchParams(new FormData(form));
    body.set("_action", "look_up");
    const reply = await fetch(form.action, {method: "POST", body, redirect: "error"});
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (name) {
      const picker = fresh.querySelector(`[data-named-by="${name.name}"]`)?.closest(".field");
      const here = form.querySelector(`[data-named-by="${name.name}"]`)?.closest(".field");
      const id = (picker ?? here)?.id;
      if (id) put(fresh, id, name.closest(".field"));
      status.textContent = picker?.querySelector("[data-recognised], [data-offered]")?.textContent.trim() ?? "";
    }
    form.querySelectorAll(".usual").forEach(({id}) => put(fresh, id));
  }

  form.addEventListener("change", ({target}) => {
    const isName = target.matches("input[list]");
    const isPick = target.type === "radio" && target.closest("[data-named-by]");
    // Whoever is offline goes on without; saving asks the same.
    if (isName || isPick) lookUp(isName ? target : null).catch(() => {});
  });

  form.addEventListener("click", ({target}) => {
    const button = target.closest("button[data-fill]");
    if (!button) return;
    const input = document.getElementById(button.dataset.fill);
    input.value = button.textContent;
    input.dispatchEvent(new Event("change", {bubbles: true}));
    input.focus();
  });

  makePressable(document);
})();
