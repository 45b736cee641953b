// The Cast page: a question that has come up is brought into sight, and what is to be heard is near what was asked.
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
  return { near };
})();
