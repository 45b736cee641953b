"""The contract of the store: stories and revisions, files, claims, jobs, replies. Any backend has to pass it."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from app.changes import parsed
from app.db.claims import Claims
from app.db.documents import LATER, fingerprint, joined, split
from app.db.engine import Database
from app.db.janitor import clean
from app.db.jobs import Job
from app.db.media import probe
from app.db.store import Store, open_store
from app.db.takes import LateResult
from app.settings import Settings
from app.studio import Studio
from app.ways_of import ways
from storyboard.edit import Add, Change, Remove, Reorder, edit
from storyboard.errors import BadInput, Conflict, Corrupt, FabulaError, Missing, NoRoom, StepFailed
from storyboard.plan import plan
from storyboard.story import Story
from tests.app import fakes
from tests.app.fake_makers import png, wav


def renamed(store: Store, story: str, title: str) -> None:
    store.stories.change(story, lambda s: (s.model_copy(update={"title": title}), None, title))


def test_a_story_is_the_sum_of_its_documents(tale: Story):
    assert joined(split(tale)) == tale
    documents = split(tale)
    documents["story"] |= {"format_version": 1, "direction": {"style": tale.direction.style.value}}  # as an older release wrote it
    assert joined(documents) == tale
    assert fingerprint(joined(split(tale))) == fingerprint(tale)


def test_a_fingerprint_is_that_of_the_whole_canonical_text(tale: Story):
    def older(value):  # as it was written before the later fields, none of which says anything here
        if isinstance(value, list):
            return [older(one) for one in value]
        return {k: old for k, v in value.items() if LATER.get(k, ...) not in (v, old := older(v))} if isinstance(value, dict) else value

    text = json.dumps(older(tale.model_dump(mode="json")), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    assert fingerprint(tale) == hashlib.sha256(text.encode()).hexdigest()


def test_what_another_process_edited_is_read_onto_what_is_known_here(store: Store, tale: Story):
    head = store.stories.add(tale)
    known = store.stories.load(head.id)
    other = open_store(store.settings).stories
    for change in (Change(ops=(Reorder(target="shot:s1-1", into="scene:s2"), Remove(target="shot:s1-2"))), parsed(["story.title=Hers"])):
        other.change(head.id, lambda s, c=change: (edit(s, c), None, ""))
    found = store.stories.load(head.id)
    assert (found, found.shots[0]) == (other.load(head.id), known.shots[2])
    assert found.shots[0] is known.shots[2]


def test_a_story_comes_back_as_it_went(store: Store, tale: Story):
    head = store.stories.add(tale)
    assert store.stories.load(head.id) == tale
    assert open_store(store.settings).stories.load(head.id) == tale


def test_revisions_keep_only_what_they_touched_and_come_back_exactly(store: Store, tale: Story):
    head = store.stories.add(tale)
    seen = {1: tale}
    for number in range(2, 46):  # over two snapshots
        change = parsed([f"shot:s1-2.motion={number / 100}"]) if number % 3 else parsed([f"story.title=T{number}"])
        store.stories.change(head.id, lambda s, c=change: (edit(s, c), c.model_dump(mode="json"), ""))
        seen[number] = store.stories.load(head.id)
    fresh = open_store(store.settings)
    assert all(fresh.stories.load(head.id, number) == story for number, story in seen.items())


def test_documents_that_go_and_come(store: Store, tale: Story):
    head = store.stories.add(tale)
    gone = Change(ops=(Remove(target="shot:s1-2"),))
    back = Change(ops=(Add(target="scene:s2", field="shots", document=tale.shots[1].model_dump(mode="json")),))
    for change in (gone, back):
        store.stories.change(head.id, lambda s, c=change: (edit(s, c), None, ""))
    fresh = open_store(store.settings)
    assert [s.id for s in fresh.stories.load(head.id, 2).shots] == ["s1-1", "s1-3", "s2-1", "s2-2"]
    assert [s.id for s in fresh.stories.load(head.id, 3).shots] == ["s1-1", "s1-3", "s1-2", "s2-1", "s2-2"]


def test_undo_and_redo_move_a_pointer_and_lose_nothing(store: Store, tale: Story):
    head = store.stories.add(tale)
    renamed(store, head.id, "Two")
    renamed(store, head.id, "Three")
    assert store.stories.undo(head.id).title == "Two"
    assert store.stories.undo(head.id).title == tale.title
    with pytest.raises(BadInput, match="nothing to undo"):
        store.stories.undo(head.id)
    assert store.stories.redo(head.id).title == "Two"
    renamed(store, head.id, "Other")  # a branch: both futures stay
    with pytest.raises(BadInput, match="nothing to redo"):
        store.stories.redo(head.id)
    assert [r.parent for r in store.stories.history(head.id)] == [None, 1, 2, 2]
    assert store.stories.load(head.id, 3).title == "Three"


def test_an_edit_without_effect_is_no_revision(store: Store, tale: Story):
    head = store.stories.add(tale)
    assert store.stories.change(head.id, lambda s: (s, None, "")).revision == 1


def test_stories_are_found_as_people_name_them(store: Store, tale: Story):
    one, two = store.stories.add(tale), store.stories.add(tale.model_copy(update={"title": "A Storm"}))
    assert store.stories.find(one.id) == one
    assert store.stories.find(two.id[:7]) == two
    assert store.stories.find("the lamp") == one
    assert store.stories.find("a st") == two
    store.stories.add(tale)
    with pytest.raises(BadInput, match="fits 2 stories"):
        store.stories.find("The Lamp")
    for wrong in ("nobody", "", "  "):
        with pytest.raises(Missing):
            store.stories.find(wrong)
    store.stories.remove(two.id)
    with pytest.raises(Missing):
        store.stories.find("a storm")


def _many_edits(settings: Settings, story: str, worker: int, count: int) -> None:
    store = open_store(settings)
    for number in range(count):
        renamed(store, story, f"{worker}-{number}")


@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.chaos)])
def test_four_editors_lose_nothing(store: Store, tale: Story, count: int):
    """With SQLAlchemy's defaults three updates in four were lost without an error."""
    head = store.stories.add(tale)
    spawn = multiprocessing.get_context("spawn")
    crowd = [spawn.Process(target=_many_edits, args=(store.settings, head.id, n, count)) for n in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    history = open_store(store.settings).stories.history(head.id)
    assert [one.exitcode for one in crowd] == [0] * 4
    assert {r.note for r in history[1:]} == {f"{w}-{n}" for w in range(4) for n in range(count)}
    assert [r.parent for r in history] == [None, *range(1, 4 * count + 1)]


def test_two_people_edit_and_only_the_same_field_conflicts(given: Settings, tale: Story):
    with Studio(given) as studio:
        head = studio.add(tale)
        studio.edit(head.id, parsed(["shot:s1-2.motion=0.9"]), seen=1)
        assert studio.edit(head.id, parsed(["shot:s1-2.size=close-up"]), seen=1).revision == 3
        with pytest.raises(Conflict) as error:
            studio.edit(head.id, parsed(["shot:s1-2.motion=0.1"]), seen=1)
        assert (error.value.ours, error.value.theirs) == (0.1, 0.9)
        assert studio.story(head.id).shots[1].motion == 0.9


def test_the_first_reply_owns_its_key(store: Store):
    assert store.memo.get("k") is None
    store.memo.put("k", "one")
    store.memo.put("k", "two")
    assert store.memo.get("k") == "one"


@pytest.mark.usefixtures("fake_makers")
def test_a_claim_is_held_by_one_and_fences_the_late(store: Store, tmp_path: Path):
    step = plan(fakes.story(), ways())[0]
    one, two = Claims(store.database, "elsewhere/boot/1/1"), Claims(store.database, "elsewhere/boot/2/2")
    first = one.take("a" * 64)
    assert first is not None
    assert two.take("a" * 64) is None
    with store.database.writing() as session:  # its lease lapses
        session.connection().exec_driver_sql("UPDATE claims SET lease_until = 1")
    second = two.take("a" * 64)
    assert second is not None and second.fence > first.fence
    kept = store.media.accept(png(tmp_path / "a.png", "ab" * 32))
    with pytest.raises(LateResult):
        store.takes.keep(first, step, [], (kept, 1.0))
    assert store.takes.keep(second, step, [], (kept, 1.0)).sha256 == kept.sha256
    third = one.take("a" * 64)
    assert third is not None and third.fence > second.fence


def test_a_claim_of_a_dead_process_is_free_at_once(store: Store):
    from app.process import me

    host, boot, *_ = me().split("/")
    assert Claims(store.database, f"{host}/{boot}/999999999/1").take("b" * 64)
    assert Claims(store.database).take("b" * 64)


def test_jobs_are_claimed_once_and_wait_again_when_their_worker_dies(store: Store, tale: Story):
    head = store.stories.add(tale)
    job = store.jobs.add(Job(0, head.id, 1, "film", "tiny"))
    assert store.jobs.add(Job(0, head.id, 1, "film", "tiny")).id == job.id
    held = store.jobs.claim()
    assert held is not None and held.id == job.id
    assert store.jobs.claim() is None
    with store.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE jobs SET worker = 'elsewhere/b/1/1', lease_until = 1")
    again = store.jobs.claim()
    assert again is not None and again.attempts == 2
    assert not store.jobs.tell(held, {})
    store.jobs.end(held, "done")
    assert store.jobs.get(job.id).state == "making"
    assert store.jobs.tell(again, {"done": 1})
    store.jobs.stop(job.id)
    assert not store.jobs.tell(again, {"done": 2})
    assert store.jobs.end(again, "stopped").state == "stopped"


def test_media_are_taken_in_only_whole(store: Store, tmp_path: Path):
    good = png(tmp_path / "a.png", "ab" * 32)
    kept = store.media.accept(good)
    assert store.media.verified(kept).read_bytes()[:4] == b"\x89PNG"
    assert not good.path.exists()
    sound = wav(tmp_path / "a.wav", "cd" * 32)
    assert store.media.accept(sound).frames == 64


@pytest.mark.parametrize("harm", ["cut", "empty", "none", "lie", "swap"])
def test_half_files_are_refused(store: Store, tmp_path: Path, harm: str):
    for media in (png(tmp_path / "a.png", "ab" * 32), wav(tmp_path / "a.wav", "cd" * 32)):
        data = media.path.read_bytes()
        if harm == "cut":
            media.path.write_bytes(data[:-3])
        if harm == "empty":
            media.path.write_bytes(b"")
        if harm == "none":
            media.path.unlink()
        if harm == "swap":
            media.path.write_bytes(b"GIF89a" + data)
        told = replace(media, width=9, frames=media.frames + 1) if harm == "lie" else media
        with pytest.raises(StepFailed):
            store.media.accept(told)


def test_a_short_film_is_refused(tmp_path: Path):
    import numpy as np

    from generator.encode import write_mp4

    frames = [np.full((64, 64, 3), n * 8, np.uint8) for n in range(24)]
    media = write_mp4(tmp_path / "a.mp4", iter(frames), "12")
    probe(media)
    with pytest.raises(StepFailed, match="24"):
        probe(replace(media, frames=25))
    with pytest.raises(StepFailed):
        probe(replace(media, width=66))
    data = media.path.read_bytes()
    media.path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(StepFailed):
        probe(media)


def test_every_flipped_byte_is_found(store: Store, tmp_path: Path):
    kept = store.media.accept(png(tmp_path / "a.png", "ab" * 32))
    path = store.media.path(kept.sha256, kept.format)
    data = path.read_bytes()
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + struct.pack("B", data[at] ^ 1) + data[at + 1 :])
        with pytest.raises(Corrupt):
            store.media.verified(kept)
    path.write_bytes(data)
    assert store.media.verified(kept) == path


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NoRoom, match=r"FABULA_HOME|disk"):
        open_store(Settings(tmp_path / "file" / "home", "sqlite:///x.db", 1))


def test_a_damaged_database_says_what_to_do(given: Settings):
    open_store(given).close()
    path = given.home / "fabula.db"
    for left in given.home.glob("fabula.db-*"):
        left.unlink()
    path.write_bytes(b"not a database at all" * 400)
    with pytest.raises(Corrupt, match="backups"):
        open_store(given)


def test_a_locked_database_is_waited_for_then_named(given: Settings, tale: Story, monkeypatch: pytest.MonkeyPatch):
    import sqlite3

    from app.db import engine

    store = open_store(given)
    store.close()
    monkeypatch.setattr(engine, "PRAGMAS", (*engine.PRAGMAS[:-1], "busy_timeout=200"))
    store = open_store(given)
    other = sqlite3.connect(given.home / "fabula.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(FabulaError, match="another process"):
        store.stories.add(tale)
    other.execute("ROLLBACK")
    store.stories.add(tale)


@pytest.mark.parametrize("url", ["nonsense", "postgresql+nodriver://u:secret@h/db", "postgres://u:secret@h/db", "mysql://u:secret@h/db"])
def test_a_database_address_that_cannot_be_used_is_said_without_its_password(url: str) -> None:
    with pytest.raises(FabulaError) as said:
        Database(url)
    assert "secret" not in str(said.value)


def test_cleaning_everything_leaves_what_was_written_just_now(store: Store, tmp_path: Path) -> None:
    fresh, old = (store.settings.media / "ab" / f"{'ab' * 31}{n}.png" for n in ("00", "01"))
    fresh.parent.mkdir(parents=True, exist_ok=True)
    for path in (fresh, old):
        path.write_bytes(b"a take whose row is being written")
    os.utime(old, (0, 0))
    assert clean(store, everything=True).files == 1
    assert fresh.exists() and not old.exists()
