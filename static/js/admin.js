// The tree of items listens to keys on whole rows; a link or a box inside a row keeps its own.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.closest("#result_list a, #result_list input")) event.stopPropagation();
  },
  true,
);
