"""The small text encoder: whole words of the caption grammar, unknown words by hash.

Letters: B batch, L = 96 places, T text width.
"""

import re
import zlib
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

_WORD = re.compile(r"<s\d>|[a-z0-9]+|[^\sa-z0-9]")
PAD, START = 0, 1


@dataclass(frozen=True)
class TextEncoderConfig:
    """Known words (their number is 2 + place), buckets for unknown words, width, depth, heads, places."""

    words: tuple[str, ...] = ()
    buckets: int = 64
    width: int = 256
    depth: int = 2
    heads: int = 4
    places: int = 96


def split_words(text: str) -> list[str]:
    """Lower-case words, numbers, slot marks like <s1> and single signs."""
    return _WORD.findall(text.lower())


def count_words(captions: list[str], most: int = 2000) -> tuple[str, ...]:
    """The vocabulary of a set of captions: its most frequent words, then by alphabet."""
    counts: dict[str, int] = {}
    for caption in captions:
        for word in split_words(caption):
            counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:most])


class TextLayer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.to_qkv, self.to_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x: Tensor, present: Tensor) -> Tensor:
        q, k, v = rearrange(self.to_qkv(self.norm1(x)), "b l (k a c) -> k b a l c", k=3, a=self.heads)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=present[:, None, None])  # (B, heads, L, T / heads)
        x = x + self.to_out(rearrange(mixed, "b a l c -> b l (a c)"))  # (B, L, T)
        return x + self.narrow(F.gelu(self.wide(self.norm2(x)), approximate="tanh"))  # (B, L, T)


class TextEncoder(nn.Module):
    """Captions to states (B, L, T); places after the last word are zero, as in Wan."""

    def __init__(self, config: TextEncoderConfig) -> None:
        super().__init__()
        self.config = config
        self._numbers = {word: 2 + place for place, word in enumerate(config.words)}
        self.word_embedding = nn.Embedding(2 + len(config.words) + config.buckets, config.width)
        self.place_embedding = nn.Embedding(config.places, config.width)
        nn.init.normal_(self.word_embedding.weight, std=0.5)
        nn.init.normal_(self.place_embedding.weight, std=0.1)
        self.layers = nn.ModuleList(TextLayer(config.width, config.heads) for _ in range(config.depth))
        self.norm = nn.LayerNorm(config.width)

    def token(self, word: str) -> int:
        """The number of a word; an unknown word falls into a bucket by its CRC-32."""
        known = self._numbers.get(word)
        return known if known is not None else 2 + len(self._numbers) + zlib.crc32(word.encode()) % self.config.buckets

    def tokens(self, captions: list[str]) -> Tensor:
        """Token numbers (B, L): a start mark, the words that fit, padding. An empty caption is the start mark alone."""
        table = torch.full((len(captions), self.config.places), PAD)
        for row, caption in enumerate(captions):
            words = split_words(caption)[: self.config.places - 1]
            numbers = [START, *(self.token(word) for word in words)]
            table[row, : len(numbers)] = torch.tensor(numbers)
        return table

    def forward(self, tokens: Tensor) -> Tensor:
        present = tokens != PAD  # (B, L)
        x = self.word_embedding(tokens) + self.place_embedding.weight  # (B, L, T)
        for layer in self.layers:
            x = layer(x, present)  # (B, L, T)
        return self.norm(x) * present[..., None]  # (B, L, T)
