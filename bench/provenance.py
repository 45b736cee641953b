"""What a film's origin holds against: the watermark after re-encoding, scaling and cropping, its false alarms, its cost; content credentials.

    python -m bench.provenance [--films 3] [--keys 1000000]

Films are animatics of written stories at 768x432, once with the watermark and once without. False alarms are counted on films without it, on
noise and on pictures that ffmpeg computes, each against random keys: what a film without the mark gives is what it gives against a key it was
not marked with. Beside the count stand the detector's own bound (Hoeffding) and a Gumbel fit to the highest z of each thousand keys.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from app.certificates import self_made
from app.changes import parsed
from app.exchange.provenance import Credentials, sign
from app.footage import looked_over
from app.settings import settings
from app.studio import Studio
from bench.c2pa_reader import check
from bench.record import at_least, record
from generator.encode import Reader, run
from generator.planar import height_of
from generator.watermark import marked, parts
from generator.watermark_reader import ALARM, LONGER, cells, read, shown
from storyboard.errors import FabulaError
from storyboard.take import Media

PREMISES = ("A fox learns to sail", "Two robots wait for rain in the desert", "A girl and an owl light the old lighthouse in a storm", "A bear opens a bakery in the snow")
STYLES = ("flat", "woodcut", "gouache", "ink")
NUMBER = 40_961
H28 = ("-c:v", "libx264", "-preset", "medium", "-crf", "28")
CHANGES: dict[str, tuple[str, ...]] = {
    "as made": ("-c", "copy"), "CRF 28": H28, "CRF 28, 50 %": ("-vf", "scale=iw/2:-2", *H28), "CRF 28, 33 %": ("-vf", "scale=iw/3:-2", *H28),
    "CRF 35, 50 %": ("-vf", "scale=iw/2:-2", *H28[:-1], "35"), "CRF 28, 720p": ("-vf", "scale=1280:720", *H28), "CRF 28, cropped to 90 %": ("-vf", "crop=iw*0.9:ih*0.9", *H28),
    "CRF 28, cropped to 80 %, 50 %": ("-vf", "crop=iw*0.8:ih*0.8:10:20,scale=384:216", *H28), "CRF 28, square": ("-vf", "crop=432:432", *H28),
    "CRF 28, 50 %, bars": ("-vf", "scale=iw/2:-2,pad=384:384:0:84", *H28), "CRF 28, mirrored": ("-vf", "hflip", *H28),
    "VP9, 50 %": ("-vf", "scale=iw/2:-2", "-c:v", "libvpx-vp9", "-crf", "40", "-b:v", "0", "-cpu-used", "8", "-f", "webm"),
    "CRF 28, 50 %, 3 s of it": ("-ss", "6", "-t", "3", "-vf", "scale=iw/2:-2", *H28),
}  # fmt: skip
OTHERS = ("testsrc2=s=768x432:r=6:d=4", "mandelbrot=s=768x432:r=6", "life=s=768x432:r=6:mold=10", "smptehdbars=s=768x432:r=6:d=4", "gradients=s=768x432:r=6:d=4")
BLOCK = 1000  # keys of which the highest z is taken for the Gumbel fit


def films(folder: Path, count: int) -> Iterator[tuple[Path, Path, Media]]:
    """(with the mark, without, a scene with it) of each story."""
    with Studio(settings({"FABULA_HOME": str(folder)})) as studio:
        for premise, style in list(zip(PREMISES, STYLES, strict=True))[:count]:
            from app.authoring import Premise

            head = studio.write(Premise(premise, 0, 0.5, style))
            bare = studio.edit(head.id, parsed(["story.mark=null"]))
            without = studio.animatic(bare)
            head = studio.edit(head.id, parsed([f"story.mark={NUMBER}"]))
            film = studio.animatic(head)
            if film.path is None or without.path is None:
                raise FabulaError(f"The film of {premise!r} could not be made.")
            take = next(take for step, take in studio.takes(head.id) if step.startswith("scene:"))
            yield film.path, without.path, Media(studio.file(take.sha256), "mp4", take.frames, take.rate, take.width, take.height)


def pictures(path: Path) -> list[np.ndarray]:
    return list(looked_over(path, 3, LONGER))


def survived(film: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """What is found after each change."""
    found = {}
    for name, options in CHANGES.items():
        out = folder / ("other.webm" if "VP9" in name else "other.mp4")
        run(["-loglevel", "error", "-threads", "1", *(options[:4] if options[0] == "-ss" else ()), "-i", str(film), *(options[4:] if options[0] == "-ss" else options),
             *(("-an",) if options[0] != "-c" else ()), str(out)], out.name)  # fmt: skip
        mark = read(pictures(out))
        found[name] = {"found": mark.found, "z": mark.z, "chance": mark.chance, "number": mark.number == NUMBER}
    return found


def cost(scene: Media) -> dict[str, float]:
    """Milliseconds a picture, and PSNR of luma, at the film's size."""
    reader = Reader(scene)
    some = [np.array(reader.frame(k)) for k in range(0, min(scene.frames, 48), 4)]
    marked(some[0], NUMBER)
    began = time.perf_counter()
    done = [marked(one, NUMBER) for one in some]
    spent = 1000 * (time.perf_counter() - began) / len(some)
    error = np.mean([((a[: height_of(a)].astype(int) - b[: height_of(a)]) ** 2).mean() for a, b in zip(some, done, strict=True)])
    return {"ms": round(spent, 3), "psnr_db": round(10 * math.log10(255**2 / float(error)), 2)}


def against_keys(film: np.ndarray, keys: int, chance: np.random.Generator) -> dict[str, float]:
    """z of a film against random keys: the highest, how many reach 4, and by a Gumbel fit how likely the alarm's z is for one key."""
    x = cells(film)
    x = x[parts()[0][: x.shape[0], : x.shape[1]]]
    x = (x / max(float(np.linalg.norm(x)), 1e-12)).astype(np.float32)
    tops: list[float] = []
    past = 0
    for _ in range(0, keys, BLOCK):
        signs = np.unpackbits(np.frombuffer(chance.bytes(BLOCK * x.size // 8 + 1), np.uint8))[: BLOCK * x.size].reshape(BLOCK, x.size)
        z = 2 * (signs.astype(np.float32) @ x) - x.sum()
        tops.append(float(z.max()))
        past += int((z >= 4).sum())
    scale = float(np.std(tops)) * math.sqrt(6) / math.pi
    mode = float(np.mean(tops)) - 0.5772 * scale
    alarm = math.sqrt(2 * math.log(2 / ALARM))
    fitted = -math.expm1(-math.exp(-(alarm - mode) / max(scale, 1e-9))) / BLOCK
    return {"highest": round(max(tops), 2), "past_4": past, "gumbel": fitted}


def strangers(folder: Path) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Pictures that are no films of ours."""
    rng = np.random.default_rng(1)
    yield "noise", [rng.integers(0, 256, (216, 384), dtype=np.uint8) for _ in range(12)]
    yield "one still of soft noise", [np.clip(rng.normal(128, 3, (27, 48)).repeat(8, 0).repeat(8, 1), 0, 255).astype(np.uint8)] * 12
    for source in OTHERS:
        out = folder / "other.mp4"
        run(["-loglevel", "error", "-f", "lavfi", "-i", source, "-t", "4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-threads", "1", str(out)], out.name)
        yield source.partition("=")[0], pictures(out)


def credentials(film: Path, folder: Path) -> dict[str, Any]:
    """Signed, verified by the other reader, and what becomes of changed files."""
    (folder / "certificate").mkdir()
    who, out = Credentials(*self_made(folder / "certificate")), folder / "signed.mp4"
    began = time.perf_counter()
    sign(film, out, "The film", who)
    spent, whole = time.perf_counter() - began, out.read_bytes()
    refused = []
    for sign_ in (b"moov", b"mdat", b"x:xmpmeta", b"c2pa.created", b"org.fabula.recipe"):
        data = bytearray(whole)
        data[data.index(sign_) + len(sign_) + 40] ^= 1
        (folder / "changed.mp4").write_bytes(data)
        refused.append(_is_refused(folder / "changed.mp4"))
    return {"seconds": round(spent, 2), "bytes_more": len(whole) - film.stat().st_size, "whole": check(out).is_whole, "changed_refused": f"{sum(refused)} of {len(refused)}"}


def _is_refused(path: Path) -> bool:
    try:
        return not check(path).is_whole
    except Exception:  # whatever a changed byte makes unreadable is refused too
        return True


def measured(folder: Path, count: int, keys: int) -> dict[str, Any]:
    found: dict[str, Any] = {"films": [], "false_alarms": {}}
    chance = np.random.default_rng(7)
    last = folder
    for number, (film, without, scene) in enumerate(films(folder / "home", count), start=1):
        sizes = {"bytes": film.stat().st_size, "bytes_without": without.stat().st_size}
        found["films"].append({"survived": survived(film, folder), **cost(scene), **sizes})
        bare = pictures(without)
        found["false_alarms"][f"film {number} without it"] = {"said": read(bare)._asdict(), **against_keys(shown(bare), keys, chance)}
        last = film
        print(f"film {number}: {found['films'][-1]}", flush=True)
    for name, some in strangers(folder):
        found["false_alarms"][name] = {"said": read(some)._asdict(), **against_keys(shown(some), keys, chance)}
        print(name, found["false_alarms"][name], flush=True)
    found["credentials"] = credentials(last, folder)
    return found


def table(found: dict[str, Any]) -> str:
    rows = [f"{'after':32}{'found':>8}{'number':>8}{'lowest z':>10}{'highest chance':>16}"]
    for name in CHANGES:
        several = [one["survived"][name] for one in found["films"]]
        rows.append(f"{name:32}{sum(s['found'] for s in several):>5}/{len(several)}{sum(s['number'] for s in several):>6}/{len(several)}"
                    f"{min(s['z'] for s in several):>10.1f}{max(s['chance'] for s in several):>16.1g}")  # fmt: skip
    rows += [f"PSNR {one['psnr_db']} dB, {one['ms']} ms a picture, {one['bytes'] / one['bytes_without'] - 1:+.1%} bytes" for one in found["films"]]
    rows.append(f"{'not ours':32}{'found':>8}{'best z':>8}{'highest z':>11}{'past 4':>8}{'Gumbel at alarm':>17}")
    for name, one in found["false_alarms"].items():
        rows.append(f"{name:32}{one['said']['found']!s:>8}{one['said']['z']:>8.2f}{one['highest']:>11.2f}{one['past_4']:>8}{one['gumbel']:>17.1g}")
    return "\n".join([*rows, f"content credentials: {found['credentials']}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=at_least(1), default=3)
    parser.add_argument("--keys", type=at_least(BLOCK), default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), asked.films, asked.keys)
    print(table(found))
    record("provenance", found, parser, asked)


if __name__ == "__main__":
    main()
