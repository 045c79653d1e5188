// Starts Wagtail's date and time pickers, which its own templates do with inline
// scripts that our policy forbids. Rows of a form that are added later are started too.
(() => {
  const start = (root) => {
    for (const tag of root.querySelectorAll("template[data-picker]")) {
      const { picker, field, config } = tag.dataset;
      tag.remove();
      window[picker](field, JSON.parse(config));
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    start(document);
    new MutationObserver(() => start(document)).observe(document.body, {
      childList: true,
      subtree: true,
    });
  });
})();
