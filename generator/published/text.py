"""What Wan reads of a prompt: the states of UMT5 (Google, through transformers), cleaned and padded as Wan was taught.

Wan learned from states whose places beyond the text are zero, and attends to those too: they are part of what it reads.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from torch import Tensor

from storyboard.errors import Corrupt, Missing

LENGTH = 512  # places of a text; what is longer is cut


class Words(NamedTuple):
    """States (1, 512, T) of a text, zero beyond its own `length`."""

    states: Tensor
    length: int


def cleaned(text: str) -> str:
    """As Wan's captions were: broken letters mended, entities read, white space one space. Missing."""
    try:
        from ftfy import fix_text
    except ImportError as error:
        raise Missing("Wan's prompts are cleaned with the package ftfy. Install it: `pip install 'fabula[wan]'`.") from error
    return re.sub(r"\s+", " ", html.unescape(html.unescape(fix_text(text)))).strip()


class TextEncoder:
    """UMT5 and its tokenizer."""

    def __init__(self, tokenizer: Any, net: Any, length: int = LENGTH) -> None:
        self.tokenizer, self.net, self.length = tokenizer, net, length

    def read(self, texts: Sequence[str]) -> list[Words]:
        """`words` of each."""
        return [self.words(text) for text in texts]

    def words(self, text: str) -> Words:
        """States of one text, in fp32 whatever the encoder computes in."""
        import torch

        given = self.tokenizer(
            [cleaned(text)], padding="max_length", max_length=self.length, truncation=True, add_special_tokens=True, return_tensors="pt"
        )
        mask = given.attention_mask  # (1, L)
        device = next(self.net.parameters()).device
        with torch.inference_mode():
            states = self.net(given.input_ids.to(device), mask.to(device)).last_hidden_state  # (1, L, T)
        count = int(mask.sum())
        states = states.float().cpu().clone()  # (1, L, T); a clone, so that what was made in inference may be kept
        states[:, count:] = 0
        return Words(states, count)


def text_encoder(folder: Path, length: int = LENGTH) -> TextEncoder:
    """From the parts `tokenizer` and `text_encoder` of a folder, in the numbers they are kept in. Missing, Corrupt."""
    try:
        from transformers import AutoTokenizer, UMT5EncoderModel
    except ImportError as error:
        raise Missing("Wan's prompts are read with the package transformers. Install it: `pip install 'fabula[wan]'`.") from error
    from generator.published.loading import whole_net

    complete(folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True)
        net = whole_net("text_encoder", folder / "text_encoder", UMT5EncoderModel, dtype="auto")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise Corrupt(f"What reads prompts in {folder} cannot be loaded: {error}. Set the weights up again.") from error
    return TextEncoder(tokenizer, net, length)


def complete(folder: Path) -> None:
    """Missing where a folder has not what reads prompts."""
    for part in ("tokenizer", "text_encoder"):
        if not (folder / part).is_dir():
            raise Missing(f"{folder} has no folder {part}, which reads Wan's prompts. Set up a whole folder of Wan, as diffusers keeps it.")
