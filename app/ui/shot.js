// The Shot page: play and stop the clip; "from where it plays" puts the clip's time into the range. The clip begins four drawings before its shot.
window.fabulaShot = (element) => {
  "use strict";
  const HANDLE_S = 4 / 12;
  element.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do='play'], [data-do='here']");
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const video = document.getElementById("shot-video");
    if (!video) return;
    if (act.dataset.do === "play") return video.paused ? video.play() : video.pause();
    const field = element.querySelector(`[name="${act.dataset.name}"]`);
    field.value = Math.max(0, Math.min(field.max, video.currentTime - HANDLE_S)).toFixed(2);
  }, true);
};
