"""Every asset is listed, whole, licensed, and says how it was made."""

from __future__ import annotations

import pytest

from generator.checkpoints import ASSETS, manifest
from storyboard.digest import file_digest

FILES = sorted([*ASSETS.glob("weights/*.safetensors"), *ASSETS.glob("fonts/*.[ot]tf"), *ASSETS.glob("demo/*.fabula")])


def test_the_manifest_lists_what_is_there():
    assert set(manifest()) == {p.relative_to(ASSETS).as_posix() for p in FILES}


@pytest.mark.parametrize("name", sorted(manifest()))
def test_an_asset_is_what_the_manifest_says(name: str):
    listed = manifest()[name]
    path = ASSETS / name
    assert (file_digest(path), path.stat().st_size) == (listed["sha256"], listed["bytes"])
    assert listed["licence"] and listed["command"]


def test_fonts_have_their_licence_beside_them():
    assert list((ASSETS / "fonts").glob("OFL*.txt"))


def test_weights_stay_under_their_share():
    assert sum(p.stat().st_size for p in ASSETS.glob("weights/*")) < 45_000_000
