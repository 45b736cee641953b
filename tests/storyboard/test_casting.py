"""The cast, its words and clothes, places and things: each change does one thing, and what is in use is not taken out."""

from __future__ import annotations

import pytest

from storyboard import casting
from storyboard.edit import Change, Remove, Set, edit
from storyboard.errors import BadInput
from storyboard.likeness import identity, unsaid
from storyboard.look import Garment, Kind, Outfit
from storyboard.staging import Place, Prop


def told(tale, **fields):
    """Mira with these fields."""
    return edit(tale, Change(ops=tuple(Set(target="character:mira", field=name.replace("__", "."), value=value) for name, value in fields.items())))


@pytest.fixture
def plain(tale):
    """The tale with Mira's sentence made of her look, and her clothes' words of her clothes."""
    one = tale.characters[0]
    return told(tale, identity=identity("Mira", one.look, one.costumes[0].outfit))


def test_words_made_of_a_look_follow_it(plain):
    after = told(plain, look__kind="girl", look__hair="two braids", look__hair_color="rust", costumes__day__outfit__garment="robe", costumes__day__outfit__color="red")
    mira = after.characters[0]
    assert "rust two braids" in mira.identity and "in a red robe" in mira.identity
    assert mira.identity == identity("Mira", mira.look, mira.costumes[0].outfit)
    assert unsaid(plain, after) == ()


def test_words_around_them_stay(plain):
    said = plain.characters[0].identity.replace(".", ", the keeper's daughter.")
    after = told(told(plain, identity=said), look__kind="old woman")
    assert "an old woman" in after.characters[0].identity and after.characters[0].identity.endswith("the keeper's daughter.")


def test_words_of_ones_own_stay_and_it_is_said(tale):
    mine = told(tale, identity="Mira, who never sleeps.", costumes__day__words="what her mother wore")
    after = told(mine, look__kind="fox", costumes__day__outfit__garment="dress")
    assert after.characters[0].identity == "Mira, who never sleeps."
    assert after.characters[0].costumes[0].words == "what her mother wore"
    assert [("which stay" in one, "Mira" in one) for one in unsaid(mine, after)] == [(True, True)] * 2


def test_costume_words_follow_the_clothes(tale):
    ball = edit(tale, casting.dressed(tale, "mira", "Ball gown", Outfit(garment=Garment.DRESS)))
    assert ball.characters[0].costumes[-1].id == "ball-gown" and ball.characters[0].costumes[-1].words == "in a blue dress"
    assert told(ball, **{"costumes__ball-gown__outfit__color": "gold"}).characters[0].costumes[-1].words == "in a gold dress"


def test_a_slower_voice_gets_the_time_it_needs(tale):
    line = next(line for shot in tale.shots for line in shot.lines if line.speaker is not None and len(shot.lines) == 1)
    target = f"character:{line.speaker}"
    long = edit(tale, Change(ops=(Set(target=f"line:{line.id}", field="text", value="So many words that nobody says them in a breath."),)))
    slow = edit(long, Change(ops=(Set(target=target, field="voice.base", value="old man"), Set(target=target, field="voice.tempo", value=0.8))))
    before, after = (next(x.slot for s in one.shots for x in s.lines if x.id == line.id) for one in (long, slow))
    assert after > before


def test_clothes_for_a_scene_and_taken_out_again(tale):
    ball = edit(tale, casting.dressed(tale, "mira", "ball", Outfit(garment=Garment.DRESS)))
    worn = edit(ball, casting.wearing(ball, "scene:s1", "mira", "ball"))
    assert {p.costume for shot in worn.scenes[0].shots for p in shot.subjects if p.character == "mira"} == {"ball"}
    assert worn.scenes[1] == ball.scenes[1]
    with pytest.raises(BadInput, match="wears ball in scene 1"):
        casting.undressed(worn, "mira", "ball")
    assert edit(ball, casting.undressed(ball, "mira", "ball")) == tale
    with pytest.raises(BadInput, match="only outfit"):
        casting.undressed(tale, "mira", "day")


def test_relations_are_said_changed_and_taken_back(tale):
    bare = tale.model_copy(update={"relations": ()})
    one = edit(bare, casting.relate(bare, "mira", "bo", "friend of"))
    both = edit(one, casting.relate(one, "bo", "mira", "afraid of"))
    changed = edit(both, casting.relate(both, "mira", "bo", "sister of"))
    assert [(r.a, r.words, r.b) for r in changed.relations] == [("mira", "sister of", "bo"), ("bo", "afraid of", "mira")]
    assert [r.a for r in edit(changed, casting.unrelate(changed, "mira", "bo")).relations] == ["bo"]
    with pytest.raises(BadInput, match="two different"):
        casting.relate(tale, "mira", "mira", "friend of")


def test_someone_new_and_gone_again(tale):
    more = edit(tale, casting.cast(tale, "Grandmother Ilse", Kind.OLD_WOMAN))
    new = more.characters[-1]
    assert (new.id, new.voice.base) == ("grandmother-ilse", "old woman") and new.identity.startswith("Grandmother Ilse: an old woman")
    related = edit(more, casting.relate(more, new.id, "mira", "grandmother of"))
    assert edit(related, casting.removed(related, f"character:{new.id}")) == tale
    with pytest.raises(BadInput, match="already"):
        casting.cast(tale, "mira", Kind.GIRL)
    with pytest.raises(BadInput, match=r"Mira is still in scene 1"):
        casting.removed(tale, "character:mira")


def test_places_and_things(tale):
    place = edit(tale, casting.built(tale, "The cave", next(iter(Place)), "dark"))
    assert edit(place, casting.removed(place, "setting:the-cave")) == tale
    thing = edit(tale, casting.furnished(tale, "A key", next(iter(Prop))))
    assert edit(thing, casting.removed(thing, f"thing:{thing.things[-1].id}")) == tale
    with pytest.raises(BadInput, match="still in scene"):
        casting.removed(tale, f"setting:{tale.scenes[0].setting}")
    first = tale.settings[0]
    assert edit(tale, casting.relaid(tale, first.id)).settings[0] == first.model_copy(update={"seed": first.seed + 1})


def test_a_target_reaches_into_lists_by_name(tale):
    with pytest.raises(BadInput, match="cannot be removed"):
        edit(tale, Change(ops=(Remove(target="character:mira.look"),)))
    after = edit(tale, Change(ops=(Remove(target="shot:s1-3.subjects.bo"),)))
    assert [p.character for p in after.shots[2].subjects] == ["mira"]
