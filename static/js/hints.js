"use strict";

// Asks for the hints anew while somebody writes. Without it a button shows them on a page.
(() => {
  const said = document.querySelector("[data-hints]");
  const form = said?.closest("form");
  if (!form || !window.fetch) return;
  const PAUSE = 800;
  let timer = 0;
  let asked = 0;
  form.querySelector("[data-hints-ask]")?.setAttribute("hidden", "");

  const ask = async () => {
    const own = ++asked;
    try {
      const options = { method: "POST", body: new FormData(form), redirect: "error" };
      const answer = await fetch(said.dataset.hints, options);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-hints-said]");
      if (found && own === asked) said.replaceChildren(...found.childNodes);
    } catch {
      // Nobody needs them to save; the next letter asks again.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
})();
