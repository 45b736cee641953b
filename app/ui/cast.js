// The Cast page: a question that has come up is brought into sight; fields that were shown anew show what is kept, not what was last chosen.
window.fabulaCast = (() => {
  "use strict";
  function near(element) {
    new MutationObserver(() => {
      const asked = element.querySelector(".cast-question");
      if (!asked || asked.dataset.seen) return;
      asked.dataset.seen = "yes";
      asked.scrollIntoView({ block: "nearest" });
      asked.focus({ preventScroll: true });
    }).observe(element, { childList: true, subtree: true });
  }
  function fresh(element) {
    let shown = "";
    new MutationObserver(() => {
      const now = element.querySelector("[data-shown]")?.dataset.shown || "";
      if (now === shown) return;
      shown = now;
      for (const option of element.querySelectorAll("option")) option.selected = option.defaultSelected;
      for (const field of element.querySelectorAll("input, textarea")) field.value = field.defaultValue;
      for (const select of element.querySelectorAll("select")) if (select.selectedIndex < 0) select.selectedIndex = 0;
      for (const field of element.querySelectorAll("[data-tried]")) delete field.dataset.tried;
    }).observe(element, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-shown"] });
  }
  return { near, fresh };
})();
