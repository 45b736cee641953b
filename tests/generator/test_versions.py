"""A maker that draws otherwise has another version: else old pictures would pass for new ones.

When this test fails, what is drawn has changed. Raise the versions in generator/__init__.py, then
`python -m tests.generator.test_versions` writes the pictures' fingerprints anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import generator
from generator.world.render import render_clip
from generator.world.sample import sample_staging
from storyboard.staging import Staging

GOLDENS = Path(__file__).parents[1] / "goldens" / "drawn.json"
SIZE, GRID, LEVELS = (384, 216), (27, 48), 3
DRAWN = ("portrait", "still", "clip")


def fingerprint(staging: Staging) -> list[int]:
    """Mean levels of 27 x 48 fields of the tenth drawing: the same on every machine to a level or two."""
    picture = render_clip(staging, SIZE, [10])[0]
    rows, columns = GRID
    fields = picture.reshape(rows, SIZE[1] // rows, columns, SIZE[0] // columns, 3).mean(axis=(1, 3, 4))
    return [round(v) for v in fields.ravel().tolist()]


def versions() -> dict[str, int]:
    return {kind: generator.VERSIONS[kind, "drawn"] for kind in DRAWN}


def test_the_goldens_are_of_todays_versions() -> None:
    assert json.loads(GOLDENS.read_text())["versions"] == versions()


@pytest.mark.parametrize("number", range(6))
def test_what_is_drawn_is_what_the_version_drew(number: int) -> None:
    golden = json.loads(GOLDENS.read_text())["pictures"][number]
    drawn = fingerprint(Staging.model_validate(golden["staging"]))
    off = np.abs(np.array(drawn) - np.array(golden["fields"])).max()
    assert off <= LEVELS, f"{off} levels off: see the head of this file"


if __name__ == "__main__":
    chosen = [sample_staging(seed, "heldout") for seed in range(40, 46)]
    pictures = [{"staging": s.model_dump(mode="json"), "fields": fingerprint(s)} for s in chosen]
    GOLDENS.parent.mkdir(exist_ok=True)
    GOLDENS.write_text(json.dumps({"versions": versions(), "pictures": pictures}) + "\n")
