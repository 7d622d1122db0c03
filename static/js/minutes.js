// Saves the draft of minutes while somebody is typing. Without it the button does the same.
(() => {
  const form = document.querySelector("form.writing");
  const told = form?.querySelector("[data-told]");
  if (!form || !window.fetch) return;
  const PAUSE = 5000;
  let timer = 0;
  let isDirty = false;
  let isSaving = false;

  const rename = (before, after) => {
    form.querySelectorAll(`[name^="${before}-"]`).forEach((field) => {
      field.name = after + field.name.slice(before.length);
    });
    const block = document.getElementById(before);
    if (block) block.id = after;
  };

  const mark = (name, value) => {
    const field = form.elements.namedItem(`${name}-read`);
    if (field) field.value = value;
  };

  const save = async () => {
    if (isSaving || !isDirty) return;
    isSaving = true;
    isDirty = false;
    told.textContent = form.dataset.saving;
    const data = new FormData(form);
    data.set("quietly", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      Object.entries(said.made).forEach(([before, after]) => rename(before, after));
      Object.entries(said.marks).forEach(([name, value]) => mark(name, value));
      told.textContent = said.told;
    } catch {
      isDirty = true;
      told.textContent = form.dataset.unsaved;
    }
    isSaving = false;
    if (isDirty) later();
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", () => {
    isDirty = true;
    later();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    isDirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
})();
