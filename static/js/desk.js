"use strict";

// Only improves the desk: j and k go through the list, Enter opens, Ctrl+Enter saves and goes on.
(() => {
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select");
  const links = [...document.querySelectorAll("[data-desk] h2 a")];
  const next = document.querySelector("[data-next]");

  const step = (by) => {
    const at = links.indexOf(document.activeElement);
    const to = Math.min(Math.max(at + by, 0), links.length - 1);
    links[to].focus();
    links[to].scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (next && event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      next.click();
    } else if (!links.length || typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "x" && document.activeElement.closest(".desk-row")) {
      document.activeElement.closest(".desk-row").querySelector("input").click();
    }
  });
})();
