// The Screening page: the film's playhead moves the shot list and the chapters, and is moved by them. Nothing is kept here.
window.fabulaScreening = (() => {
  "use strict";
  const RATE = 24;
  const inside = (selector) => document.querySelector(`#page-screening ${selector}`);
  const all = (selector) => [...document.querySelectorAll(`#page-screening ${selector}`)];
  const film = () => inside("video.screen-film");
  const frame = (video) => Math.floor(video.currentTime * RATE + 0.01);
  let cues = [], told = "", was = null; // was: where somebody looked at in the film before this one

  // cues: [shot, start, end, frames trimmed before, frames of the whole shot], times in frames of the film
  function read() {
    const said = inside(".screen-room")?.dataset.cues || "[]";
    if (said !== told) [told, cues] = [said, JSON.parse(said)];
    return cues;
  }

  function shotAt(at) {
    const found = read();
    let low = 0, high = found.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (found[middle][1] <= at) low = middle; else high = middle - 1;
    }
    return found.length && at >= found[0][1] && at < found[low][2] ? found[low] : null;
  }

  function go(video, at) {
    const last = Math.max(0, Math.floor(video.duration * RATE) - 1);
    video.currentTime = (Math.min(Math.max(0, at), last) + 0.5) / RATE; // the middle of a frame: never the one before
  }

  // what the playhead is in
  function follow(video) {
    const at = frame(video), shot = shotAt(at), name = shot ? shot[0] : "";
    const clock = inside(".screen-clock"), now = inside(".screen-now");
    const seconds = Math.floor(at / RATE);
    if (clock) clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}.${String(at % RATE).padStart(2, "0")}`;
    const list = inside(".screen-shots");
    if (list && list.dataset.now !== name) {
      list.dataset.now = name;
      for (const row of list.children) {
        const on = row.dataset.shot === name;
        if (on) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
        if (on) list.scrollTo({ top: row.offsetTop - list.clientHeight / 3, behavior: video.paused ? "auto" : "smooth" });
        if (on && now) now.textContent = row.querySelector("strong").textContent;
      }
      if (!name && now) now.textContent = "";
    }
    for (const chapter of all(".screen-strip button")) {
      const on = at >= +chapter.dataset.at && at < +chapter.dataset.end;
      if (on) chapter.setAttribute("aria-current", "true"); else chapter.removeAttribute("aria-current");
    }
    if (shot) was = { story: inside(".screen-room").dataset.story, shot: name, in: shot[3] + at - shot[1] };
  }

  const play = {
    toggle: (video) => (video.paused ? video.play() : video.pause()),
    back: (video) => { video.pause(); go(video, frame(video) - 1); },
    on: (video) => { video.pause(); go(video, frame(video) + 1); },
    next: (video) => go(video, (read().find((cue) => cue[1] > frame(video)) || [0, video.duration * RATE])[1]),
    previous: (video) => go(video, (read().filter((cue) => cue[1] < frame(video) - 12).pop() || [0, 0])[1]), // half a second in: this shot once more
    full: (video) => (document.fullscreenElement ? document.exitFullscreen() : video.requestFullscreen()),
    captions: (video, button) => {
      const track = [...video.textTracks].find((one) => one.kind !== "chapters");
      if (track) track.mode = track.mode === "showing" ? "hidden" : "showing";
      if (track) button.setAttribute("aria-pressed", String(track.mode === "showing"));
    },
  };

  // the frame under the playhead becomes the first or the last that is seen of the shot whose trim is open
  function mark(button) {
    const video = film(), field = inside(`#screen-trim-${button.dataset.mark}`);
    const cue = read().find((one) => one[0] === button.dataset.shot);
    if (!video || !field || !cue) return;
    const at = cue[3] + frame(video) - cue[1]; // of the shot's own frames, whatever the film watched leaves out of it
    const value = button.dataset.mark === "begin" ? at : cue[4] - 1 - at;
    field.value = Math.min(Math.max(0, value), +field.max);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const here = event.target.closest?.("#page-screening [data-at], #page-screening [data-play], #page-screening [data-mark]");
    const video = film();
    if (!here || !video) return;
    if (here.dataset.mark) mark(here);
    else if (here.dataset.play) play[here.dataset.play](video, here);
    else go(video, +here.dataset.at);
  });
  document.addEventListener("dblclick", (event) => event.target.closest?.("#page-screening .screen-jump")?.parentElement.querySelector(".screen-open")?.click());
  document.addEventListener("input", (event) => {
    const slider = event.target.closest?.("#page-screening .screen-level input");
    if (!slider) return;
    const said = `${+slider.value > 0 ? "+" : ""}${slider.value} dB`;
    slider.setAttribute("aria-valuetext", said);
    slider.parentElement.querySelector("output").textContent = said;
  });
  for (const name of ["timeupdate", "seeking", "seeked"]) document.addEventListener(name, (event) => { if (event.target === film()) follow(event.target); }, true);
  for (const name of ["play", "pause"]) document.addEventListener(name, (event) => {
    const sign = inside("[data-play='toggle']");
    if (event.target === film() && sign) sign.textContent = name === "play" ? "II" : "▶";
  }, true);
  document.addEventListener("loadedmetadata", (event) => { // a film made again begins where the one before was looked at
    const room = inside(".screen-room"), video = event.target;
    if (video !== film() || !room) return;
    const asked = inside("[data-open]")?.dataset.open, again = was && was.story === room.dataset.story;
    const cue = read().find((one) => one[0] === (again ? was.shot : asked));
    if (cue) go(video, cue[1] + (again ? Math.min(Math.max(0, was.in - cue[3]), cue[2] - cue[1] - 1) : 0));
    else follow(video);
  }, true);

  // the first film of a story is shown when it is there; a newer one waits to be asked for
  function ready(element) {
    setTimeout(() => { // the player is filled in the same moment, before or after this
      if (inside(".screen-top")?.offsetParent && !film()) element.querySelector("a[data-watch]")?.click();
    }, 400);
  }
  return { ready };
})();
