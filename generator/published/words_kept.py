"""What a text encoder read of a prompt, kept: the encoder of Wan is larger than many of its nets, is loaded for a prompt that nobody read before,
and let go at once.

One file for each prompt and encoder, in a folder beside the weights; only the text's own states, as the places beyond are zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from generator.nets.weights import write_bytes
from generator.published.text import LENGTH, Words, cleaned, complete, text_encoder
from storyboard.digest import digest


class KeptWords:
    """Reads prompts as a TextEncoder does; `kept`: the folder of what was read before. Missing at once where there is nothing to read with."""

    def __init__(self, folder: Path, kept: Path) -> None:
        complete(folder)
        self.folder, self.kept = folder, kept

    def words(self, text: str) -> Words:
        """States of one text, as they were when it was first read. Missing, Corrupt."""
        return self.read([text])[0]

    def read(self, texts: Sequence[str]) -> list[Words]:
        """`words` of each; the encoder is loaded once, where one of them is new, and let go."""
        places = [self.kept / f"{self._name(text)}.safetensors" for text in texts]
        found = [_found(place) for place in places]
        encoder = None if all(found) else text_encoder(self.folder)
        made = []
        for text, place, known in zip(texts, places, found, strict=True):
            if known is None:
                assert encoder is not None
                known = encoder.words(text)
                write_bytes(place, save({"states": known.states[:, : known.length].contiguous(), "places": torch.tensor(known.states.shape[1])}))
            made.append(known)
        return made

    def _name(self, text: str) -> str:
        """Of this text, read by this encoder: its files by size and time of change, which move when another is set up."""
        parts = [one for part in ("text_encoder", "tokenizer") for one in sorted((self.folder / part).rglob("*")) if one.is_file()]
        stamps = [(str(one.relative_to(self.folder)), one.stat().st_size, one.stat().st_mtime_ns) for one in parts]
        return digest("words", LENGTH, stamps, cleaned(text))


def _found(place: Path) -> Words | None:
    """What was kept there; None where nothing was, and where it cannot be read: then it is read anew."""
    if not place.is_file():
        return None
    try:
        kept = load_file(place)
        states, places = kept["states"], int(kept["places"])
    except (SafetensorError, KeyError, ValueError):
        return None
    return Words(torch.nn.functional.pad(states, (0, 0, 0, places - states.shape[1])), states.shape[1])
