"use strict";

// Only improves searching: offers titles while one types. Without it the form does the same.
(() => {
  const WAIT = 200;

  const combobox = (form) => {
    const field = form.querySelector("[name=q]");
    const list = document.createElement("ul");
    // In another language than the portal's own, all pages stand under its code.
    const language = new URL(form.action).pathname.replace(/\/hledani\/$/, "");
    const go = (option) => location.assign(language + option.dataset.address);
    let waiting, asking, options = [], at = -1;
    list.id = `${field.id}-nabidka`;
    list.className = "search__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    field.after(list);
    // A field of the type “search” may not be a combobox.
    field.type = "text";
    field.enterKeyHint = "search";
    for (const [name, value] of [
      ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", list.id],
    ]) field.setAttribute(name, value);

    const close = () => {
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };

    const choose = (to) => {
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === to)));
      at = to;
      if (at < 0) return field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    };

    const show = (found) => {
      options = found.map(({ kind, title, address }, place) => {
        const option = document.createElement("li");
        const what = document.createElement("span");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.dataset.address = address;
        option.append(title, " ", what);
        what.className = "muted";
        what.textContent = kind;
        return option;
      });
      list.replaceChildren(...options);
      close();
      list.hidden = !options.length;
      field.setAttribute("aria-expanded", String(options.length > 0));
    };

    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const typed = field.value.trim();
      if (!typed) return close();
      try {
        const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: typed })}`;
        const response = await fetch(address, { signal: asking.signal });
        if (response.ok) show((await response.json()).suggestions);
      } catch {
        close();
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(((at + step + 1 + options.length + 1) % (options.length + 1)) - 1);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        go(options[at]);
      } else if (event.key === "Escape") {
        event.preventDefault();
        close();
      }
    });
    field.addEventListener("blur", close);
    // Before the field loses the focus, so that the list is still there.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
  };

  document.querySelectorAll("form[data-suggestions]").forEach(combobox);
})();
