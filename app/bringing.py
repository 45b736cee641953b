"""How what a person sets up comes in: fetched, copied or linked into a place beside its own, and looked at before it is kept."""

from __future__ import annotations

import os
import re
import shutil
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from storyboard.errors import BadInput, Corrupt, LimitReached, Missing

LARGEST = 4 * 2**30  # bytes of a download
ALLOWED = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja"})  # of a model's folder: no file that could be a program
CHUNK = 1 << 20
WAIT_S = 60
SHA = re.compile(r"[0-9a-f]{64}")
SUMS = "SHA256SUMS"
NOTES = Path(".cache/huggingface/download")  # what a download from the hub leaves: NAME.metadata, whose second line is the file's SHA-256


def font(source: str, part: Path) -> None:
    if urlsplit(source).scheme in ("http", "https"):
        _downloaded(source, part)
    elif not Path(source).expanduser().is_file():
        raise Missing(f"{source} is no file. Give the path of a General MIDI sound font (.sf2, .sf3), or its https address.")
    else:
        shutil.copyfile(Path(source).expanduser(), part)
    with part.open("rb") as file:
        head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"sfbk":
        raise BadInput(f"{source} is no sound font: it does not begin as one. Give a .sf2 or .sf3 file; an archive has to be unpacked first.")


def _downloaded(source: str, part: Path) -> None:
    if not source.startswith("https://"):
        raise BadInput(f"{source} is not an https address. Give one, or download the file and give its path.")
    try:
        with urllib.request.urlopen(source, timeout=WAIT_S) as answer, part.open("wb") as file:
            for chunk in iter(lambda: answer.read(CHUNK), b""):
                file.write(chunk)
                if file.tell() > LARGEST:
                    raise LimitReached(f"{source} is larger than {LARGEST // 2**30} GB. Download it yourself and give its path.")
    except (urllib.error.URLError, TimeoutError) as error:
        raise Missing(f"{source} could not be fetched: {error}. Download the file yourself and give its path.") from error


def model(source: str, part: Path, there: Path) -> None:
    """A model's folder as it was downloaded; or one file, which takes the place of that part of the model that is set up `there`."""
    from generator.published.whole import told, whole

    given = _given(source)
    if given.is_dir():
        whole(given)
        told(given, there.name)
        _linked_all(given, part)
    else:
        _one_part(given, part, there)
        told(part, there.name)


def lora(source: str, part: Path) -> None:
    """The file of a LoRA, or the folder of its HIGH and LOW ones."""
    from generator.published.loras import additions, files_of

    given = _given(source)
    for expert in (1, 2):
        additions(given, expert)
    for one in files_of(given):
        _linked(one.resolve(), part / one.name)


def hold(source: str, digests: dict[str, str]) -> None:
    """Corrupt when a file is not what its source promises: the hub's notes beside a download, its store of blobs, or a list of SHA-256."""
    given = Path(source).expanduser()
    sums = _sums(given / SUMS)
    for name, found in digests.items():
        wanted = sums.get(name) or _noted(given, name)
        if wanted and wanted != found:
            raise Corrupt(f"{name} of {source} is damaged: its SHA-256 begins {found[:12]}, it was published with {wanted[:12]}. Get it again from where it came from.")


def _given(source: str) -> Path:
    given = Path(source).expanduser()
    if not given.exists():
        raise Missing(f"{source} is no file and no folder. Give the folder of the model as it was downloaded: config.json, *.safetensors, tokenizer.")
    return given


def _linked_all(given: Path, part: Path) -> None:
    for one in sorted(given.rglob("*")):
        inside = one.relative_to(given)
        if one.is_file() and one.suffix in ALLOWED and not any(name.startswith(".") for name in inside.parts):
            _linked(one.resolve(), part / inside)


def _one_part(given: Path, part: Path, there: Path) -> None:
    """Everything that is set up, but for the weights of the part that `given` is."""
    from generator.published.whole import kind_of, place_of

    kind = kind_of(given)
    own = part / place_of(kind)
    for one in sorted(there.rglob("*")) if there.is_dir() else []:
        place = part / one.relative_to(there)
        if one.is_file() and not (place.parent == own.parent and place.name.endswith((".safetensors", ".safetensors.index.json"))):
            _linked(one, place)
    _linked(given.resolve(), own)


def _noted(given: Path, name: str) -> str:
    place = given / name if given.is_dir() else given
    stored = place.resolve().name
    note = given / NOTES / f"{name}.metadata"
    lines = note.read_text(encoding="utf-8", errors="replace").splitlines() if note.is_file() else []
    said = lines[1].strip().lower() if len(lines) > 1 else stored
    return said if SHA.fullmatch(said) else ""


def _sums(path: Path) -> dict[str, str]:
    """name -> SHA-256, as `sha256sum` prints them."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    pairs = [line.split(maxsplit=1) for line in lines]
    return {pair[1].removeprefix("*").removeprefix("./"): pair[0].lower() for pair in pairs if len(pair) == 2 and SHA.fullmatch(pair[0].lower())}


def _linked(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
