"""A person's own films as clips to learn from: cut at their cuts, sifted, captioned, and put together by length and shape.

    python -m generator.train.clips --films FOLDER --out SHARDS --rate 24 --name Mira
    python -m generator.train.clips --films FOLDER --out SHARDS --vision-url http://localhost:8000/v1 --vision-model qwen3-vl --vision-key key.txt

Without a vision model the words are those that stand beside each film (film.txt beside film.mp4). `--rate` is the model's: 24 for Wan 2.2 TI2V, 16
for the others. What is dropped is counted and told; subtitles and titles in the picture are learned with it, so give films without. Their latents are made when a model first learns from them (generator.train.identity).
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save

from generator.nets.weights import write_bytes
from generator.rig import Rig, Service
from generator.train.captioning import seen_by, written
from generator.train.films import Wanted, clips, films, sifted
from storyboard.errors import BadInput, FabulaError, Missing
from storyboard.take import Media

FULL = 256 * 2**20  # bytes of clips that fill a shard

Says = Callable[[Media, np.ndarray], str]


class Shards:
    """Clips by length and shape, written a shard at a time: held apart until all of them are there."""

    def __init__(self, folder: Path, rate: int) -> None:
        self.folder, self.rate = folder, rate
        self.held: dict[tuple[int, ...], list[tuple[np.ndarray, str]]] = defaultdict(list)
        self.written: Counter[tuple[int, ...]] = Counter()
        self.count = 0

    def put(self, video: np.ndarray, caption: str) -> None:
        row = self.held[video.shape]
        row.append((video, caption))
        self.count += 1
        if len(row) * video.nbytes >= FULL:
            self._write(video.shape)

    def finish(self) -> None:
        for shape in list(self.held):
            self._write(shape)

    def _write(self, shape: tuple[int, ...]) -> None:
        row = self.held.pop(shape)
        name = f"own-{shape[0]}x{shape[2]}x{shape[1]}-{self.written[shape]:03d}.safetensors"
        self.written[shape] += 1
        words = {"captions": json.dumps([caption for _, caption in row]), "rate": str(self.rate), "split": "train"}
        write_bytes(self.folder / name, save({"video": torch.from_numpy(np.stack([video for video, _ in row]))}, words))


def main(arguments: list[str] | None = None) -> None:
    usual = Wanted()
    parser = argparse.ArgumentParser(prog="python -m generator.train.clips", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rate", type=int, default=usual.rate, help="frames a second")
    parser.add_argument("--frames", type=int, nargs="+", default=list(usual.counts), help="lengths of clips, each 1 + 4 n frames")
    parser.add_argument("--side", type=int, default=usual.side, help="pixels of the shorter side of a wide clip; other shapes have the same area")
    parser.add_argument("--least-sharp", type=float, default=usual.least_sharp)
    parser.add_argument("--least-motion", type=float, default=usual.least_motion)
    parser.add_argument("--most-motion", type=float, default=usual.most_motion)
    parser.add_argument("--name", default="", help="what the character is called: put before every caption that lacks it")
    parser.add_argument("--vision-url", default="")
    parser.add_argument("--vision-model", default="")
    parser.add_argument("--vision-key", type=Path, help="the file that holds the key of the vision model's endpoint")
    try:
        print(gather(parser.parse_args(arguments)))
    except FabulaError as error:
        sys.exit(str(error))


def gather(chosen: argparse.Namespace) -> str:
    """Make the shards; what there was, in a sentence. Missing, BadInput, Corrupt, and what a service may say."""
    wanted = Wanted(chosen.rate, tuple(chosen.frames), chosen.side, chosen.least_sharp, chosen.least_motion, chosen.most_motion)
    if any(count < 1 or count % 4 != 1 for count in wanted.counts) or wanted.rate < 1 or wanted.side < 32:
        raise BadInput(f"Clips have 1 + 4 n frames, at least one frame a second and sides of at least 32 pixels; given {wanted.counts}, {wanted.rate}, {wanted.side}.")
    if any(chosen.out.glob("*.safetensors")):
        raise BadInput(f"{chosen.out} holds shards already. Give another --out, or remove them.")
    found = films(chosen.films)
    says = _says(chosen, found)
    part = chosen.out / "work" / "part"
    shutil.rmtree(part, ignore_errors=True)  # of a run that was stopped
    shards, scenes, dropped = Shards(part, wanted.rate), 0, Counter[str]()
    for media in found:
        one = sifted(media, wanted)
        scenes += one.scenes
        dropped.update(one.dropped)
        for video in clips(media, one.kept, wanted):
            if video is None:
                dropped["that are not sharp"] += 1
            else:
                shards.put(video, _named(says(media, video), chosen.name))
    told = _told((len(found), scenes, shards.count), dropped)
    if not shards.count:
        raise BadInput(f"Nothing is left to learn from. {told}")
    shards.finish()
    for file in sorted(part.iterdir()):
        file.replace(chosen.out / file.name)
    return told


def _says(chosen: argparse.Namespace, found: tuple[Media, ...]) -> Says:
    """Where captions come from. What a person wrote is looked for at once, so that nothing is missing at the end."""
    if bool(chosen.vision_url) != bool(chosen.vision_model):
        raise BadInput("A vision model is asked where --vision-url says, and is the one that --vision-model names: give both, or neither.")
    if not chosen.vision_url:
        words = {media.path: written(media.path) for media in found}
        return lambda media, _: words[media.path]
    if chosen.vision_key is not None and not chosen.vision_key.is_file():
        raise Missing(f"There is no file {chosen.vision_key} with a key.")
    key = chosen.vision_key.read_text(encoding="utf-8").strip() if chosen.vision_key else ""
    service = Service(chosen.vision_url, chosen.vision_model, key, chosen.vision_url.split("?")[0].rpartition("@")[2])
    rig = Rig(chosen.out / "work")
    return lambda _, video: seen_by(rig, service, video, chosen.name)


def _named(words: str, name: str) -> str:
    return words if not name or name.lower() in words.lower() else f"{name}. {words}"


def _told(counts: tuple[int, int, int], dropped: Counter[str]) -> str:
    why = ", ".join(f"{count} {reason}" for reason, count in sorted(dropped.items()))
    return f"{counts[0]} films, {counts[1]} scenes, {counts[2]} clips kept; dropped: {why or 'none'}."


if __name__ == "__main__":
    main()
