// Finds lines in a list of facts or sources by what is typed. Without it the list is
// whole, and its boxes work all the same.
(() => {
  const start = (root) => {
    const find = root.querySelector("[data-find]");
    const only = root.querySelector("[data-only]");
    const lines = [...root.querySelectorAll("li")].map((line) => ({
      line,
      box: line.querySelector("input"),
      text: line.textContent.toLowerCase(),
    }));

    const show = () => {
      const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const { line, box, text } of lines) {
        const matches = words.every((word) => text.includes(word));
        line.hidden = !matches || (only.checked && !box.checked);
      }
      root.querySelector("[data-none]").hidden = lines.some((each) => !each.line.hidden);
    };

    const count = () => {
      const chosen = lines.filter((each) => each.box.checked);
      root.querySelector("[data-number]").textContent = chosen.length;
    };

    find.closest("p").hidden = false;
    find.addEventListener("input", show);
    only.addEventListener("change", show);
    find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    root.querySelector("ul").addEventListener("change", count);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-codes]").forEach(start);
  });
})();
