// The tree of items listens to keys on whole rows; a link or a box inside a row keeps its own.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.closest("#result_list a, #result_list input")) event.stopPropagation();
  },
  true,
);

// Django names an icon of its two lists on an element that may not carry a name without a role.
window.addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".search-label-icon")) icon.setAttribute("role", "img");
});
