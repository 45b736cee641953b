// Fields of our own: what was sent from each is remembered in it, so that a second change of it is no conflict with the first; a button with
// data-gather takes the named fields of its data-group along; Ctrl+Enter leaves the field first, so that it is saved; what had the focus has it
// again when its panel is filled anew.
window.fabulaFields = (element, watch) => {
  "use strict";
  const TOLD = ["do", "step", "sha", "name", "who", "line", "what", "finding"];
  const same = (one, other) => one.tagName === other.tagName && one.id === other.id && TOLD.every((name) => one.dataset[name] === other.dataset[name]);
  let last = null;
  element.addEventListener("focusin", (event) => { last = event.target; });
  document.addEventListener("focusin", (event) => { if (!element.contains(event.target)) last = null; });
  watch("value", () => requestAnimationFrame(() => {
    if (!last || last.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    const again = [...element.querySelectorAll(last.tagName)].find((one) => same(one, last));
    if (again) again.focus({ preventScroll: true });
  }));
  element.addEventListener("change", (event) => {
    const field = event.target.closest("[data-do='set']");
    if (!field) return;
    const tried = JSON.parse(field.dataset.tried || "[]");
    tried.push(field.type === "checkbox" ? field.checked : field.value);
    field.dataset.tried = JSON.stringify(tried.slice(-20));
  });
  element.addEventListener("input", (event) => {
    const told = event.target.type === "range" && event.target.parentElement.querySelector("output");
    if (told) told.textContent = event.target.value;
    const meaning = event.target.tagName === "SELECT" && event.target.parentElement.querySelector(".fb-meaning");
    if (meaning) meaning.textContent = event.target.selectedOptions[0].dataset.meaning || "";
  });
  // free words with commas between them: what is offered completes the last of them
  element.addEventListener("input", (event) => {
    if (!event.target.matches("[data-several]")) return;
    const before = event.target.value.replace(/[^,，、]*$/, "");
    for (const one of event.target.list.options) {
      one.dataset.word ||= one.value;
      one.value = before && before.trim() ? `${before.trimEnd()} ${one.dataset.word}` : one.dataset.word;
    }
  });
  element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-gather]");
    if (!act) return;
    const values = {};
    for (const field of act.closest("[data-group]").querySelectorAll("[name]")) values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    act.dataset.values = JSON.stringify(values);
  }, true);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && element.contains(document.activeElement)) document.activeElement.blur();
  }, true);
};
