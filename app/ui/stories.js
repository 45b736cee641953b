// The Stories page: times in the browser's own zone, and what changes while somebody looks, put into the cards that stand.
window.fabulaStories = (() => {
  "use strict";

  function times(element) {
    const language = location.pathname.startsWith("/zh") ? "zh" : "en";
    const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
    const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
    for (const one of element.querySelectorAll("time[datetime]")) {
      const when = new Date(one.getAttribute("datetime"));
      if (isNaN(when)) continue;
      const words = when.toDateString() === new Date().toDateString() ? hour.format(when) : day.format(when);
      if (one.textContent !== words) one.textContent = words; // it is watched: writing without end would be seen without end
    }
  }

  // a menu stays open when the cards are drawn anew
  function wall(element) {
    const open = new Set();
    element.addEventListener("toggle", (event) => {
      if (event.target.matches("details.stories-menu")) event.target.open ? open.add(event.target.id) : event.target.isConnected && open.delete(event.target.id);
    }, true);
    element.addEventListener("keydown", (event) => {
      const menu = event.target.closest("details.stories-menu[open]");
      if (event.key !== "Escape" || !menu) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const drawn = () => {
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      times(element);
    };
    new MutationObserver(drawn).observe(element, { childList: true, subtree: true });
    drawn();
  }

  // states come apart from the cards: a picture or badge is replaced only when it is another one
  function states(element, trigger, isSecond) {
    const now = element.querySelector("[data-wall]");
    const cards = [...document.querySelectorAll("#stories-wall [data-story].stories-card")];
    if (!now || !now.isConnected) return;
    if (now.dataset.wall !== cards.map((card) => card.dataset.story).join(" ")) {
      if (isSecond) trigger("do", { do: "refresh" });
      else setTimeout(() => states(element, trigger, true), 400); // the cards may be on their way
      return;
    }
    for (const part of now.querySelectorAll(":scope > [data-story]")) {
      const card = cards.find((one) => one.dataset.story === part.dataset.story);
      for (const slot of part.querySelectorAll(":scope > [data-slot]")) {
        const place = card.querySelector(`[data-slot="${slot.dataset.slot}"]`);
        if (place.innerHTML !== slot.innerHTML && !place.contains(document.activeElement)) place.innerHTML = slot.innerHTML;
      }
    }
  }
  return { wall, states };
})();
