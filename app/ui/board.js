// The board in the browser: drag and drop, arrow keys, a player over the page, and focus and open menus kept when the shots are sent anew.
window.fabulaBoard = (() => {
  "use strict";
  let waits = null, dragged = null;
  const open = new Set(); // remarks and menus that a person opened
  function shut(but) {
    for (const kept of open) if (kept.startsWith("menu-")) open.delete(kept);
    for (const menu of document.querySelectorAll(".board-more[open]")) if (menu !== but) menu.open = false;
  }
  const HELD = "[data-do], [data-play], a[data-shot], summary";
  const said = (one) => { const by = one.tagName === "SUMMARY" ? one.parentElement : one; return ["do", "shot", "scene", "line", "play", "kept"].map((key) => by.dataset[key] || "").join("|") + by.tagName; };

  const anew = (element, act) => new MutationObserver(act).observe(element, { childList: true, subtree: true, attributeFilter: ["data-shot", "data-kept", "open"] });

  // what had the focus has it again when its panel is sent anew
  function stays(element) {
    let focus = null;
    element.addEventListener("focusin", (event) => { const held = event.target.closest(HELD); focus = held && said(held); });
    element.addEventListener("focusout", (event) => { if (event.relatedTarget) focus = null; });
    anew(element, () => {
      const now = document.activeElement, held = now && now.closest(HELD); // a panel is changed in place: the element may be another shot's by now
      if (!focus || (now && now !== document.body && !element.contains(now)) || (held && said(held) === focus)) return;
      const found = [...element.querySelectorAll(HELD)].find((one) => said(one) === focus);
      if (found) found.focus({ preventScroll: true });
    });
  }

  function grid(element, trigger) {
    element.addEventListener("click", (event) => {
      const summary = event.target.closest("summary"), kept = summary && summary.parentElement.dataset.kept;
      if (!kept) return;
      const was = open.has(kept);
      if (summary.parentElement.matches(".board-more")) shut(summary.parentElement);
      if (was) open.delete(kept); else open.add(kept);
    });
    anew(element, () => {
      for (const one of element.querySelectorAll("details[data-kept]")) if (one.open !== open.has(one.dataset.kept)) one.open = !one.open;
      reveal(element);
    });
    stays(element);
    element.addEventListener("click", (event) => {
      const words = event.target.closest(".board-words, .board-lines"), shown = words && words.closest(".board-card").querySelector("a.board-still");
      if (shown) return shown.click();
      const play = event.target.closest("[data-play]");
      if (play) show(play.dataset.play, play.dataset.words);
      if (event.target.closest(".board-menu button[data-do]")) {
        event.target.closest(".board-more").querySelector("summary").focus();
        shut();
      }
    });
    element.addEventListener("keydown", (event) => keys(event, element, trigger));
    drags(element, trigger);
  }

  // arrows go from shot to shot; with Alt they move it
  function keys(event, element, trigger) {
    if (event.key === "Escape") {
      const menu = event.target.closest(".board-more[open]");
      if (menu) { shut(); menu.querySelector("summary").focus(); }
      return;
    }
    const still = event.target.closest("a.board-still");
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!still || !by || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (event.altKey) return trigger("do", { do: by < 0 ? "earlier" : "later", shot: still.dataset.shot });
    const all = [...element.querySelectorAll("a.board-still")], next = all[all.indexOf(still) + by];
    if (next) next.focus();
  }

  function drags(element, trigger) {
    const card = (event) => event.target.closest(".board-card");
    const before = (event, over) => { const box = over.getBoundingClientRect(); return event.clientX < box.left + box.width / 2; };
    const clear = () => element.querySelectorAll(".board-before, .board-after").forEach((one) => one.classList.remove("board-before", "board-after"));
    element.addEventListener("dragstart", (event) => {
      dragged = card(event);
      if (!dragged) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.shot);
      dragged.classList.add("board-dragged");
    });
    element.addEventListener("dragover", (event) => {
      const over = card(event);
      if (!dragged || !over) return;
      event.preventDefault();
      clear();
      if (over !== dragged) over.classList.add(before(event, over) ? "board-before" : "board-after");
    });
    element.addEventListener("dragend", () => { clear(); if (dragged) dragged.classList.remove("board-dragged"); dragged = null; });
    element.addEventListener("drop", (event) => {
      const over = card(event);
      if (!dragged || !over) return;
      event.preventDefault();
      clear();
      const shot = dragged.dataset.shot;
      let behind = before(event, over) ? over.previousElementSibling : over;
      if (behind && behind.dataset.shot === shot) behind = behind.previousElementSibling;
      if (over.dataset.shot === shot) return;
      const after = behind ? behind.dataset.shot : over.closest(".board-scene").dataset.before || "";
      trigger("do", { do: "drop", shot, after, into: over.dataset.scene });
    });
  }

  // the shot that the address names, once
  let revealed = "";
  function reveal(element) {
    const here = element.querySelector("[aria-current='true']");
    if (!here || revealed === location.search) return;
    revealed = location.search;
    here.scrollIntoView({ block: "center" });
  }

  // one player for everything on the board, over the page: what is sent anew does not stop it
  function show(source, words) {
    let box = document.querySelector("dialog.board-box");
    if (!box) {
      box = document.createElement("dialog");
      box.className = "board-box";
      box.append(document.createElement("p"), document.createElement("video"), document.createElement("button"));
      document.body.append(box);
      const close = box.querySelector("button");
      close.type = "button"; close.className = "fb-button"; close.textContent = "×";
      close.addEventListener("click", () => box.close());
      box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
      box.addEventListener("close", () => { const film = box.querySelector("video"); film.pause(); film.removeAttribute("src"); film.load(); });
    }
    const film = box.querySelector("video");
    box.setAttribute("aria-label", words || "");
    box.querySelector("p").textContent = words || "";
    box.querySelector("button").setAttribute("aria-label", document.documentElement.lang === "zh" ? "关闭" : "Close");
    film.controls = true; film.playsInline = true; film.src = source;
    if (!box.open) box.showModal();
    film.focus();
    film.play().catch(() => undefined); // the browser wants a click first: the controls are there
  }

  // the animatic plays when it is ready, if somebody waited for it here
  function player(element) {
    element.addEventListener("click", (event) => { const play = event.target.closest("[data-play]"); if (play) show(play.dataset.play, play.dataset.words); });
    const look = () => {
      const open = element.querySelector("[data-waits]"), ready = element.querySelector("[data-ready]");
      if (open) waits = open.dataset.waits;
      else if (ready && ready.dataset.ready === waits) {
        waits = null;
        const play = ready.querySelector("[data-play]");
        if (element.offsetParent !== null) show(play.dataset.play, play.dataset.words);
      }
    };
    anew(element, look);
    look();
  }
  document.addEventListener("click", (event) => { const close = event.target.closest("[data-close]"); if (close) close.closest("section").remove(); }, true);
  document.addEventListener("click", (event) => { if (!event.target.closest(".board-more")) shut(); });
  return { grid, player, stays };
})();
