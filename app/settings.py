"""Settings: the only reader of the environment.

    FABULA_HOME       where stories, films and logs live (default: $XDG_DATA_HOME/fabula, else ~/.fabula)
    FABULA_DB         database URL (default: fabula.db in the home)
    FABULA_LLM_URL    an OpenAI-compatible endpoint; when set, its model writes the stories
    FABULA_LLM_MODEL  the model asked there
    FABULA_LLM_KEY    its key; never stored, logged or shown
    FABULA_LLM_PRICE  what a million of its tokens cost, sent and received, as in 0.15/0.60; needed for a limit in money
    FABULA_RULES      a file of rules: words and people not wanted (default: rules.toml in the home, if it is there)
    FABULA_MODERATION_URL    an OpenAI-compatible endpoint whose /moderations judges every text before it is kept
    FABULA_MODERATION_MODEL  the model asked there; FABULA_MODERATION_KEY: its key; never stored, logged or shown
    FABULA_IMAGE_URL   an OpenAI-compatible endpoint whose /images makes the stills of stories that choose it (direction.still=api)
    FABULA_VIDEO_URL   one whose /videos makes their clips (direction.clip=api)
    FABULA_SPEECH_URL  one whose /audio/speech speaks their lines (direction.voice=speech)
    FABULA_VISION_URL  one whose model is shown pictures of each clip (direction.vision=true)
        each with _MODEL: the model asked there; _KEY: its key, never stored, logged or shown; _PRICE: what one still, one second of a clip,
        a million letters of speech, one clip looked at costs, needed for a limit in money, as in 0.04 or, with models that shots ask for
        themselves, 0.04,dall-e-3=0.08; _AT_ONCE: how many are asked for side by side (4)
    FABULA_IMAGE_REFERENCES  no, where that server has no /images/edits: stills are asked for without portraits
    FABULA_PASSWORD   what the studio's pages, API and MCP ask for; needed to serve other machines; never stored, logged or shown
    FABULA_WORKERS    how many steps are made side by side (default: one per core)
    FABULA_PATH       what the nets count in: fp32, bf16 or int8 (default: the fastest this processor has instructions for)
    FABULA_C2PA_CERT  a chain of certificates (PEM, the signer's first): films that are handed over are signed with it; FABULA_C2PA_KEY: its key's file
    FABULA_DEBUG      anything but empty or 0: show tracebacks
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.processor import NumericPath, numeric_path
from storyboard.errors import BadInput

ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SERVICES = {"image": "gpt-image-1", "video": "sora-2", "speech": "gpt-4o-mini-tts", "vision": "gpt-4o-mini"}  # and the model of each where none is named
PRICE = r"\d{1,6}(?:\.\d{1,6})?"
PRICES = rf"(?:[^=,\s]+=)?{PRICE}(?:,(?:[^=,\s]+=)?{PRICE})*"
AT_ONCE = 4  # requests to one service side by side
SECRETS = ("FABULA_LLM_KEY", "FABULA_MODERATION_KEY", *(f"FABULA_{name.upper()}_KEY" for name in SERVICES), "FABULA_PASSWORD", "OPENAI_API_KEY")
# glibc gives freed memory back to the system at once; asking for it again costs a net up to a tenth of its time in page faults
KEEP_FREED = {"MALLOC_TRIM_THRESHOLD_": str(2**28), "MALLOC_MMAP_THRESHOLD_": str(2**25)}


@dataclass(frozen=True)
class Endpoint:
    """Where a service is asked; `url` "": none is set. `prices`: of one unit (app/bills.py), by model, "": of any other; `at_once`: requests side
    by side; `references`: it takes pictures beside the prompt."""

    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    prices: Mapping[str, float] = field(default_factory=dict)
    at_once: int = AT_ONCE
    references: bool = True

    def price(self, model: str = "") -> float | None:
        """Of one unit, by a model ("": the one that is set); None: not known."""
        return self.prices.get(model or self.model, self.prices.get(""))


NOWHERE = {name: Endpoint(model=model) for name, model in SERVICES.items()}


@dataclass(frozen=True)
class Settings:
    """Where things are and who writes. Nothing here is ever stored."""

    home: Path
    database: str
    workers: int
    llm_url: str = ""
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_price: tuple[float, float] | None = None
    rules: Path | None = None
    moderation_url: str = ""
    moderation_model: str = ""
    moderation_key: str = field(default="", repr=False)
    services: Mapping[str, Endpoint] = field(default_factory=lambda: NOWHERE)
    password: str = field(default="", repr=False)
    path: NumericPath | None = None
    c2pa: tuple[Path, Path] | None = None  # chain and key
    debug: bool = False

    @property
    def writer(self) -> str:
        """Which writer runs: "openai" when an endpoint is set, else "offline"."""
        return "openai" if self.llm_url else "offline"

    @property
    def media(self) -> Path:
        return self.home / "media"

    @property
    def scratch(self) -> Path:
        return self.home / "tmp"

    @property
    def replies(self) -> Path:
        """What services answered, kept until it is a month old: nothing is paid for twice."""
        return self.home / "replies"

    @property
    def voices(self) -> Path:
        """Voices of Kokoro and Piper that were set up."""
        return self.home / "weights" / "voices"

    @property
    def thumbs(self) -> Path:
        """Small pictures, made when they are asked for; `fabula clean` empties it."""
        return self.scratch / "thumbs"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def weights(self) -> Path:
        """What a person set up for the optional ways: sound fonts, models."""
        return self.home / "weights"

    @property
    def backups(self) -> Path:
        return self.home / "backups"


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. BadInput when a value cannot be used."""
    given = os.environ if environment is None else environment
    home = _home(given)
    url, rules = _url(given, "FABULA_LLM_URL"), given.get("FABULA_RULES", "").strip()
    if rules and not Path(rules).expanduser().is_file():
        raise BadInput(f"FABULA_RULES is {rules!r}, which is no file: without it nothing would be refused. Correct it or unset it.")
    return Settings(
        home=home,
        database=given.get("FABULA_DB", "").strip() or f"sqlite:///{home / 'fabula.db'}",
        workers=_workers(given.get("FABULA_WORKERS", "").strip()),
        llm_url=url,
        llm_model=given.get("FABULA_LLM_MODEL", "").strip(),
        llm_key=given.get("FABULA_LLM_KEY", "").strip(),
        llm_price=_price(given.get("FABULA_LLM_PRICE", "").strip()),
        rules=Path(rules).expanduser().absolute() if rules else None,
        moderation_url=_url(given, "FABULA_MODERATION_URL"),
        moderation_model=given.get("FABULA_MODERATION_MODEL", "").strip(),
        moderation_key=given.get("FABULA_MODERATION_KEY", "").strip(),
        services={name: _endpoint(given, name) for name in SERVICES},
        password=given.get("FABULA_PASSWORD", ""),
        path=numeric_path(given.get("FABULA_PATH", "").strip()),
        c2pa=_c2pa(given),
        debug=debug(given),
    )


def shown(url: str) -> str:
    """An address as people may see it: a name, password or key in it left out."""
    said = urlsplit(url)
    return said._replace(netloc=said.netloc.rpartition("@")[2], query="", fragment="").geturl()


def debug(environment: Mapping[str, str] | None = None) -> bool:
    given = os.environ if environment is None else environment
    return given.get("FABULA_DEBUG", "") not in ("", "0")


def maker_environment() -> dict[str, str]:
    """What a maker's process inherits: one thread, our import path, no secrets; what it frees it may keep."""
    kept = {k: v for k, v in os.environ.items() if k not in SECRETS}
    path = os.pathsep.join(dict.fromkeys(p for p in sys.path if p))
    return {**KEEP_FREED, **kept, **dict.fromkeys(ONE_THREAD, "1"), "PYTHONPATH": path}


def service_environment(given: Settings) -> dict[str, str]:
    """What a crew's makers inherit beside that: this home, and the services that stories choose, with their keys."""
    told = {f"FABULA_{name.upper()}_{part}": getattr(one, part.lower()) for name, one in given.services.items() for part in ("URL", "MODEL", "KEY")}
    return {**told, "FABULA_HOME": str(given.home)}


def quiet_gradio(home: Path) -> None:
    """Before gradio is imported: it reports nothing, asks nobody, keeps what is uploaded in this home, and no variable of its own changes the server."""
    for name in [one for one in os.environ if one.startswith("GRADIO_")]:
        del os.environ[name]
    os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": str(home / "tmp" / "gradio"), "HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"}


def worker_environment(given: Settings) -> dict[str, str]:
    """What the studio's worker inherits: this home, and what its writer needs, but not the door's password."""
    path = os.pathsep.join(dict.fromkeys(p for p in sys.path if p))
    kept = {name: value for name, value in os.environ.items() if name != "FABULA_PASSWORD"}
    return {**kept, "FABULA_HOME": str(given.home), "FABULA_DB": given.database, "FABULA_WORKERS": str(given.workers), "PYTHONPATH": path}


def has_screen() -> bool:
    """Whether a browser could show itself here."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _home(given: Mapping[str, str]) -> Path:
    named, data = given.get("FABULA_HOME", "").strip(), given.get("XDG_DATA_HOME", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    return Path(data).expanduser().absolute() / "fabula" if data else Path.home() / ".fabula"


def _url(given: Mapping[str, str], name: str) -> str:
    url = given.get(name, "").strip()
    if url and not url.startswith(("http://", "https://")):
        raise BadInput(f"{name} is {url!r}; it must begin with http:// or https://.")
    return url


def _endpoint(given: Mapping[str, str], name: str) -> Endpoint:
    own = f"FABULA_{name.upper()}"
    model, price, at_once, references = (given.get(f"{own}_{part}", "").strip() for part in ("MODEL", "PRICE", "AT_ONCE", "REFERENCES"))
    if price and not re.fullmatch(PRICES, price):
        raise BadInput(f"{own}_PRICE is {price!r}; give a number such as 0.04, or with other models' 0.04,dall-e-3=0.08.")
    if at_once and not (at_once.isdigit() and 1 <= int(at_once) <= 64):
        raise BadInput(f"{own}_AT_ONCE is {at_once!r}; give a whole number from 1 to 64.")
    if references.lower() not in ("", "yes", "no"):
        raise BadInput(f"{own}_REFERENCES is {references!r}; give yes or no.")
    key, many = given.get(f"{own}_KEY", "").strip(), int(at_once or AT_ONCE)
    prices = {one.rpartition("=")[0]: float(one.rpartition("=")[2]) for one in price.split(",")} if price else {}
    return Endpoint(_url(given, f"{own}_URL"), model or SERVICES[name], key, prices, many, references.lower() != "no")


def _c2pa(given: Mapping[str, str]) -> tuple[Path, Path] | None:
    named = [given.get(name, "").strip() for name in ("FABULA_C2PA_CERT", "FABULA_C2PA_KEY")]
    if any(named) and not all(Path(one).expanduser().is_file() for one in named):
        raise BadInput("FABULA_C2PA_CERT and FABULA_C2PA_KEY must both name a file, the chain and its key. Correct them, or unset both.")
    return (Path(named[0]).expanduser().absolute(), Path(named[1]).expanduser().absolute()) if all(named) else None


def _price(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    if not re.fullmatch(f"{PRICE}/{PRICE}", text):
        raise BadInput(f"FABULA_LLM_PRICE is {text!r}; give what a million tokens cost, sent and received, as in 0.15/0.60.")
    sent, _, received = text.partition("/")
    return float(sent), float(received)


def _workers(text: str) -> int:
    if not text:
        return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise BadInput(f"FABULA_WORKERS is {text!r}; give a whole number from 1 to 256.")
    return int(text)
