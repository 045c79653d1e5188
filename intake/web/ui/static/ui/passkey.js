// Asks the browser for a passkey and sends its answer with the form. Where a browser has
// none, the parts that offer one stay hidden.
"use strict";

(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function readable(options) {
    const known = (list) => (list || []).map((one) => ({...one, id: bytes(one.id)}));
    const read = {...options, challenge: bytes(options.challenge)};
    if (options.user) read.user = {...options.user, id: bytes(options.user.id)};
    if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
    if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
    return read;
  }

  function sendable(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      const value = credential.response[name];
      if (value) response[name] = text(value);
    }
    const {id, type} = credential;
    return JSON.stringify({id, rawId: text(credential.rawId), type, response, clientExtensionResults: {}});
  }

  // What to ask stands in the page, or is fetched when the button is pressed.
  async function options(part) {
    if (part.dataset.options) return JSON.parse(part.dataset.options);
    const body = new FormData(document.getElementById(part.dataset.sends));
    body.set("_action", "ask");
    const reply = await fetch(part.dataset.ask, {method: "POST", body, redirect: "error"});
    if (!reply.ok) throw new Error("refused");
    return reply.json();
  }

  async function ask(part) {
    const publicKey = readable(await options(part));
    const way = part.dataset.passkey;
    const credential = await navigator.credentials[way]({publicKey});
    const form = document.getElementById(part.dataset.sends);
    form.querySelector("input[name=passkey]").value = sendable(credential);
    form.requestSubmit ? form.requestSubmit() : form.submit();
  }

  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.hidden = false;
    const button = part.querySelector("button");
    const said = part.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-disabled")) return;
      said.textContent = "";
      button.setAttribute("aria-disabled", "true");
      try {
        await ask(part);
      } catch {
        said.textContent = said.dataset.failed;
      }
      button.removeAttribute("aria-disabled");
    });
  }
  document.querySelectorAll("[data-with-passkey]").forEach((part) => { part.hidden = false; });
  if (document.querySelector("[data-passkey]")) {
    document.querySelectorAll("[data-no-passkey]").forEach((part) => { part.hidden = true; });
  }
})();
