// The studio's few lines in the browser: links without loading the page anew, clicks in panels, shortcuts, day and night.
window.fabula = (() => {
  "use strict";
  const shown = (element) => element && element.offsetParent !== null && !element.disabled;
  const types = (target) => target.closest && target.closest("input, textarea, select, [contenteditable='true']");

  function night(on) {
    document.body.classList.toggle("dark", on);
    document.documentElement.style.colorScheme = on ? "dark" : "light";
  }
  function wished() {
    const kept = localStorage.getItem("fabula-theme");
    return kept ? kept === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // One way at a time: who goes on before the server has answered goes there next. `here`: where it last led; `asked`: where it is led now.
  const WAIT_MS = 4000;
  let here = location.search, asked = null, next = null, timer = 0, lead = () => {};
  const same = (a, b) => [a, b].map((one) => {
    const said = new URLSearchParams(one);
    if (!said.has("view")) said.set("view", "stories");
    said.sort();
    return said.toString();
  }).every((one, _, all) => one === all[0]);
  function go(address) {
    if (asked && Date.now() - asked.since < WAIT_MS) {
      next = address;
      clearTimeout(timer);
      timer = setTimeout(onward, WAIT_MS);
      return;
    }
    asked = { address, since: Date.now() };
    lead(address);
  }
  function onward() {
    const to = next;
    asked = next = null;
    clearTimeout(timer);
    if (to !== null) go(to);
  }

  // header: every link with data-go in the page, back and forward, undo
  function header(element, trigger) {
    lead = (address) => trigger("go", { address });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-go]");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const address = link.getAttribute("href");
      if (address !== location.search) history.pushState(null, "", location.pathname + address);
      go(address);
      scrollTo(0, 0);
    });
    addEventListener("popstate", () => go(location.search));
    element.addEventListener("click", (event) => {
      if (event.target.closest("[data-theme]")) {
        const on = !document.body.classList.contains("dark");
        localStorage.setItem("fabula-theme", on ? "dark" : "light");
        night(on);
      }
      const act = event.target.closest("[data-do]");
      if (act) trigger("do", { ...act.dataset });
    });
    night(wished());
  }

  // what was typed stays in a field whose panel is filled anew, since only its markup is replaced: let it say what its markup says
  function refilled(element) {
    for (const field of element.querySelectorAll("input, textarea, select")) {
      if (field === document.activeElement || field.type === "file") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
      else if (field.tagName !== "SELECT") field.value = field.defaultValue;
      else for (const option of field.options) option.selected = option.defaultSelected;
    }
  }

  // a panel: buttons and fields of ours tell the page what was done
  function panel(element, trigger, name, watch) {
    watch("value", () => requestAnimationFrame(() => refilled(element)));
    element.addEventListener("click", (event) => {
      const act = event.target.closest("button[data-do], a[data-do]");
      if (!act || !element.contains(act) || act.disabled) return;
      event.preventDefault();
      if (act.dataset.sure && !confirm(act.dataset.sure)) return;
      trigger(name, { ...act.dataset });
    });
    element.addEventListener("change", (event) => {
      const field = event.target.closest("input[data-do], select[data-do], textarea[data-do]");
      if (field) trigger(name, { ...field.dataset, value: field.type === "checkbox" ? field.checked : field.value });
    });
  }

  // the header was sent anew: the address follows where the server led, unless it only told again what was there before
  function at(address) {
    if (asked && same(address, asked.address)) {
      here = address;
      return onward();
    }
    if (asked && same(address, here)) return;
    here = address;
    asked = null;
    if (!same(address, location.search)) history.pushState(null, "", location.pathname + address);
    if (next !== null) onward();
  }

  // shortcuts: a class fb-key-X on what is to be clicked; names for those with Ctrl
  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (types(event.target) && !(control && event.key === "Enter")) return;
    let name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (control) name = { z: event.shiftKey ? "redo" : "undo", y: "redo", Enter: "make" }[name];
    else if (event.altKey) return;
    if (name === "?") name = "help";
    if (name === " ") name = "space";
    if (name === "space" && event.target.closest && event.target.closest("button, a, summary, video, audio, [role='button']")) return;
    if (!name) return;
    const found = [...document.querySelectorAll(`.fb-key-${CSS.escape(name)}`)].find(shown);
    if (!found) return;
    event.preventDefault();
    (found.matches("button, a, input, video") ? found : found.querySelector("button, a") || found).click();
  });
  return { header, panel, at };
})();
