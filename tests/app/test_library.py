"""The contract of the library's rows: versions, all or none, two who keep at once, what is cleaned."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.db.store import Store
from storyboard.errors import BadInput, Missing
from storyboard.library import Entry, entry_of
from storyboard.story import Story


def test_what_is_kept_again_unchanged_is_no_new_version(store: Store, tale: Story):
    mira, wood = entry_of(tale, "Mira"), entry_of(tale, "wood")
    assert [one.version for one in store.library.add([mira, wood], "x")] == [1, 1]
    assert store.library.add([mira])[0].version == 1
    changed = mira.model_copy(update={"woman": False})
    assert store.library.add([changed])[0].version == 2 and store.library.find("the MIRA").entry == changed
    assert [one.version for one in store.library.versions("mira")] == [2, 1]
    store.library.remove("Mira")
    with pytest.raises(Missing, match="It has: the wood"):
        store.library.find("Mira")
    assert store.library.add([changed])[0].version == 2 and store.library.find("Mira").version == 2


def test_all_or_none(store: Store, tale: Story):
    thing = entry_of(tale, "lamp")
    store.library.add([thing])
    named = Entry(kind="setting", document=tale.settings[0].model_copy(update={"name": "The Lamp"}))
    with pytest.raises(BadInput, match="as a thing"):
        store.library.add([entry_of(tale, "Bo"), named])
    assert [one.entry.name for one in store.library.all()] == ["the lamp"]


def test_two_who_keep_at_once_lose_nothing(store: Store, tale: Story):
    entries = [Entry(kind="character", document=tale.characters[0].model_copy(update={"seed": seed})) for seed in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda one: store.library.add([one])[0].version, entries))
    assert sorted(found) == list(range(1, 9)) and len(store.library.versions("Mira")) == 8
