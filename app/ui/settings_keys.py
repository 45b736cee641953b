"""What the Settings page tells of itself: language, day and night, the keys, and how scripts and agents come in."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import Any

from app.studio import Studio
from app.ui.markup import Html, tag
from app.ui.place import Place
from app.ui.tongue import LANGUAGES, Tongue

HERE = "http://127.0.0.1:7860"  # in examples, until the browser puts in where it is
KEYS = {
    "Ctrl+Enter": "Make: the film, or what the page is about", "Ctrl+Z": "Undo", "Ctrl+Shift+Z": "Redo", "J": "The next shot", "K": "The shot before",
    "Space": "Play or pause", "M": "Make this shot", "?": "These settings",
}  # fmt: skip
SCRIPT = """import time
from gradio_client import Client

studio = Client("{here}"{auth})
job = studio.predict(premise="A fox learns to sail", api_name="/make")["job"]
while (told := studio.predict(job=job, api_name="/status"))["state"] in ("queued", "making"):
    time.sleep(2)
print(told["film"] or told["error"])"""
JS = """
const here = () => element.querySelectorAll('[data-here]').forEach((one) => { one.textContent = one.textContent.replaceAll('%s', location.origin); });
const nights = () => { const kept = localStorage.getItem('fabula-theme') || '';
  element.querySelectorAll('[data-night]').forEach((one) => one.setAttribute('aria-pressed', String(one.dataset.night === kept))); };
const fresh = () => { here(); nights(); };
fresh(); watch('value', () => setTimeout(fresh));
element.addEventListener('click', (event) => {
  const night = event.target.closest('[data-night]'), copy = event.target.closest('[data-copy]');
  if (night) {
    const wish = night.dataset.night;
    if (wish) localStorage.setItem('fabula-theme', wish); else localStorage.removeItem('fabula-theme');
    const on = wish ? wish === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    document.body.classList.toggle('dark', on);
    document.documentElement.style.colorScheme = on ? 'dark' : 'light';
    nights();
  }
  if (copy) {
    const text = copy.closest('.set-example').querySelector('pre');
    const select = () => { const all = document.createRange(); all.selectNodeContents(text); getSelection().removeAllRanges(); getSelection().addRange(all); };
    const said = () => { copy.textContent = copy.dataset.copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(said, select); else select();
  }
});
""" % HERE  # noqa: UP031


def html(studio: Studio, t: Tongue, place: Place) -> Html:
    return tag("div", _looks(t, place), _keys(t), _scripts(studio, t), class_="set-parts")


def _looks(t: Tongue, place: Place) -> Html:
    said = []
    for code, name in LANGUAGES.items():
        current = "true" if code == t.language else None
        said.append(tag("a", name, href=("/" if code == "en" else f"/{code}/") + place.address, lang=code, class_="fb-button", aria_current=current))
    nights = {"light": t("Day"), "dark": t("Night"), "": t("As this device")}
    chosen = [tag("button", words, type="button", class_="fb-button", data_night=name, aria_pressed="false") for name, words in nights.items()]
    rows = {t("Language"): tag("div", *said, class_="fb-row"), t("Light"): tag("div", *chosen, class_="fb-row", role="group", aria_label=t("Light"))}
    return _section(t("How it looks"), *(tag("div", tag("span", name, class_="set-name"), row, class_="fb-row") for name, row in rows.items()), name="looks")


def _keys(t: Tongue) -> Html:
    rows = [tag("tr", tag("th", *_pressed(keys), scope="row"), tag("td", t(words))) for keys, words in KEYS.items()]
    return _section(t("Keys"), tag("table", tag("tbody", *rows), class_="set-table"), tag("p", t("They work where the page has what they do."), class_="fb-quiet"), name="keys")


def _pressed(keys: str) -> list[Any]:
    return [part for key in keys.split("+") for part in (tag("kbd", key), "+")][:-1]


def _scripts(studio: Studio, t: Tongue) -> Html:
    locked = bool(studio.settings.password)
    script = SCRIPT.format(here=HERE, auth=', auth=("fabula", "THE PASSWORD")' if locked else "")
    agent: dict[str, Any] = {"url": f"{HERE}/mcp"} | ({"headers": {"Authorization": "Bearer THE PASSWORD"}} if locked else {})
    mcp = _example(t, json.dumps({"mcpServers": {"fabula": agent}}, indent=2)) if find_spec("mcp") else tag("p", t("Install the package `mcp` to let agents in."), class_="fb-warn")
    door = t("Everybody is asked for FABULA_PASSWORD.") if locked else t("Only this machine is let in. With FABULA_PASSWORD set and --host, others may come in too.")
    parts = [tag("p", door), tag("h3", t("A script, with gradio_client")), _example(t, script), tag("h3", t("An agent, over MCP")), mcp]
    return _section(t("Scripts and agents"), *parts, name="doors")


def _example(t: Tongue, text: str) -> Html:
    copy = tag("button", t("Copy"), type="button", class_="fb-button", data_copy=True, data_copied=t("Copied"))
    return tag("div", tag("pre", text, data_here=True, tabindex="0"), copy, class_="set-example")


def _section(words: str, *inside: Any, name: str) -> Html:
    return tag("section", tag("h2", words), *inside, class_=f"fb-card fb-pad set-{name}")
