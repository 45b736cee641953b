"""A place or a thing of the film: name, what it is drawn as, the author's words, where it is used."""

from __future__ import annotations

from functools import partial

from app.ui import fields
from app.ui.cast_person import name_field, words
from app.ui.fields import Spot
from app.ui.markup import Html, button, join, link, tag
from app.ui.place import Place
from app.ui.tongue import Tongue
from storyboard.casting import used_in
from storyboard.differences import shot_words
from storyboard.staging import Place as Ground
from storyboard.staging import Prop
from storyboard.story import Setting, Story, Thing

SHOWN = 8  # shots that are named


def html(t: Tongue, place: Place, story: Story, one: Setting | Thing) -> Html:
    kind = "setting" if isinstance(one, Setting) else "thing"
    target = f"{kind}:{one.id}"
    at = partial(Spot, target)
    drawn = (
        fields.choice(at("place", one.place.value, t("Drawn as")), words(t, Ground)) if isinstance(one, Setting)
        else fields.choice(at("prop", one.prop.value, t("Drawn as")), [o for o in words(t, Prop) if o.value != Prop.NONE.value])
    )  # fmt: skip
    again = button(t("Lay it out anew"), "relay", data_target=target, title=t("the same place, arranged otherwise")) if isinstance(one, Setting) else None
    keep = button(t("Keep {name} for other films", name=one.name), "keep", data_who=one.id, data_kind=kind)
    drop = button(t("Take {name} out of the film", name=one.name), "remove", data_target=target, class_="fb-danger")
    return tag(
        "section", tag("h2", one.name), tag("div", name_field(t, target, one.name), drawn, class_="fb-fields"),
        fields.text(at("words", one.words, t("In words"), t("the author's, for models that read"), "text"), 2), _used(t, place, story, target),
        tag("p", again, keep, drop, class_="fb-row"), class_="fb-card fb-pad cast-form",
    )  # fmt: skip


def _used(t: Tongue, place: Place, story: Story, target: str) -> Html:
    """The shots that show it, as links."""
    used = used_in(story, target)
    if not used:
        return tag("p", t("In no shot."), class_="fb-quiet")
    links = [join(link(shot_words(story, one), Place("shot", place.story, one).address), " ") for one in used[:SHOWN]]
    more = t("and {n} more", n=len(used) - SHOWN) if len(used) > SHOWN else None
    return tag("p", t("Seen in:"), " ", *links, more)
