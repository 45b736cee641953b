"""Ways of speaking: which there are, what each lacks here, and setting Kokoro and Piper up from a folder or an address."""

from __future__ import annotations

import hashlib
import json
import shutil
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from app.settings import Settings, shown
from storyboard.errors import BadInput, Corrupt, Missing, NoRoom

WAYS = ("espeak", "speech", "kokoro", "piper")
SUMS = "SHA256SUMS"  # beside the files of a source: what they must hash to
KOKORO = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/"
PIPER = "https://huggingface.co/rhasspy/piper-voices/resolve/main/en/en_US/libritts_r/medium/"
SOURCES = {  # where a way's files are published: address, the files there, and what they are called here
    "kokoro": (KOKORO, {"kokoro-v1.0.onnx": "kokoro.onnx", "voices-v1.0.bin": "voices.bin"}),
    "piper": (PIPER, {name: name for name in ("en_US-libritts_r-medium.onnx", "en_US-libritts_r-medium.onnx.json")}),
}
LARGEST = 2 * 2**30  # bytes of one file
LIMIT_S = 60.0


@dataclass(frozen=True)
class WayOfSpeaking:
    """One way, whether a story can choose it here, and in a sentence what is there or what is missing."""

    name: str
    is_ready: bool
    words: str


def offered(given: Settings) -> list[WayOfSpeaking]:
    """Every way, as it stands here."""
    from generator.neural import PACKAGES, listed

    told = given.services["speech"]
    speech = f"{told.model} at {shown(told.url)}" if told.url else "set FABULA_SPEECH_URL (and FABULA_SPEECH_MODEL, FABULA_SPEECH_KEY)"
    found = [
        WayOfSpeaking("espeak", find_spec("espeakng_loader") is not None, "14 throats in about 100 languages, made here; the usual way"),
        WayOfSpeaking("speech", bool(told.url), speech),
    ]
    for way, (module, package) in PACKAGES.items():
        files = listed(given.voices, way)
        lacks = ([] if find_spec(module) else [f"`pip install {package}`"]) + ([] if files else [f"`fabula voices --set-up {way}`"])
        words = f"needs {' and '.join(lacks)}" if lacks else f"{len(files)} files, {sum(one['bytes'] for one in files.values()) / 2**20:.0f} MiB"
        found.append(WayOfSpeaking(way, not lacks, words))
    return found


def set_up(given: Settings, way: str, source: str = "", say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Fetch or copy a way's files into the home, each checked, then list them. All of them or none. Returns the file names. `source`: a folder
    or an address, "": where they are published. BadInput, Missing, Corrupt, NoRoom."""
    if way not in SOURCES:
        raise BadInput(f"There is nothing to set up for {way!r}; there are: {', '.join(SOURCES)}.")
    address, usual = SOURCES[way]
    where = source or address
    folder = given.voices / way
    beside = folder.with_name(f".{way}.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        kept = _fetched(where, _names(where, way, usual), beside, say)
        (beside / "voices.json").write_text(json.dumps({"way": way, "from": shown(where) if _is_address(where) else where, "files": kept}, indent=1) + "\n")
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        raise NoRoom(f"The voices cannot be kept in {folder}: {error}. Make room and try again.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return sorted(kept)


def _names(where: str, way: str, usual: dict[str, str]) -> dict[str, str]:
    """What is taken: of Piper every voice of a folder, else the usual files under the name they have there, or have here."""
    if _is_address(where):
        return usual
    folder = Path(where).expanduser()
    if not folder.is_dir():
        raise BadInput(f"There is no folder {where}. Give a folder with the files {', '.join(usual)}, or an address that begins with https://.")
    if way == "piper":
        found = {p.name: p.name for p in sorted(folder.glob("*.onnx*")) if p.name.endswith((".onnx", ".onnx.json"))}
        models = [name for name in found if name.endswith(".onnx") and f"{name}.json" in found]
        if not models:
            raise Missing(f"{where} has no Piper voice: a NAME.onnx with its NAME.onnx.json beside it.")
        return {name: name for model in models for name in (model, f"{model}.json")}
    return {name if (folder / name).is_file() else ours: ours for name, ours in usual.items()}


def _fetched(where: str, names: dict[str, str], into: Path, say: Callable[[str], None]) -> dict[str, dict[str, str | int]]:
    """Each file, copied and held against what SHA256SUMS promises, where the source has it."""
    sums = _sums(where)
    if not sums:
        say(f"There is no {SUMS} at the source: the files' digests are kept as they come, and held from now on.")
    kept: dict[str, dict[str, str | int]] = {}
    for name, ours in names.items():
        say(f"{name} ...")
        with _opened(where, name) as stream, (into / ours).open("wb") as out:
            found, size = hashlib.sha256(), 0
            for block in _blocks(stream, name):
                found.update(block)
                out.write(block)
                size += len(block)
        if sums and sums.get(name) != found.hexdigest():
            promised = f"promises {sums[name][:12]}" if name in sums else "does not name it"
            raise Corrupt(f"{name} has a SHA-256 that begins {found.hexdigest()[:12]}; {SUMS} {promised}. Nothing was set up.")
        kept[ours] = {"sha256": found.hexdigest(), "bytes": size}
    return kept


def _sums(where: str) -> dict[str, str]:
    try:
        with _opened(where, SUMS) as stream:
            rows = [row.split() for row in stream.read(2**20).decode("utf-8", "replace").splitlines()]
    except Missing:
        return {}
    return {row[1].lstrip("*"): row[0].lower() for row in rows if len(row) == 2}


def _is_address(where: str) -> bool:
    return where.startswith(("http://", "https://"))


def _opened(where: str, name: str) -> IO[bytes]:
    """A file of the source, to be read. Missing."""
    if not _is_address(where):
        path = Path(where).expanduser() / name
        if not path.is_file():
            raise Missing(f"{where} has no file {name}.")
        return path.open("rb")
    try:
        found: IO[bytes] = urllib.request.urlopen(urllib.parse.urljoin(where.rstrip("/") + "/", name), timeout=LIMIT_S)
        return found
    except urllib.error.HTTPError as error:
        raise Missing(f"{shown(where)} has no file {name} ({error.code}).") from error
    except OSError as error:
        raise Missing(f"{shown(where)} cannot be reached ({getattr(error, 'reason', error)}). Give a folder with --from, or try again.") from error


def _blocks(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The file in blocks; one that ends before its length, or never ends, is refused."""
    promised = int(getattr(stream, "headers", {}).get("content-length") or -1)
    size = 0
    while block := stream.read(2**20):
        size += len(block)
        if size > LARGEST:
            raise BadInput(f"{name} has more than {LARGEST // 2**30} GiB, which no voice has.")
        yield block
    if size == 0 or 0 <= size < promised:
        raise Corrupt(f"{name} came with {size} of {max(promised, 1)} bytes. Try again.")
