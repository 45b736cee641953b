"""The one caption grammar: plan uses it for pictures, the drawn world for training, so the two cannot drift.

    gouache. wide, eye level, slow push in. lighthouse, dusk, storm.
    <s1> a tall grey wolf with stripes in a navy coat and a red scarf, walking to the right, happy, on the left, holding a lantern.
"""

from __future__ import annotations

from storyboard import states
from storyboard.look import Extra, Garment, Hair, Hat, Look, Marking, Outfit
from storyboard.staging import Action, Prop, Season, Staging, Subject, Where


def caption(staging: Staging) -> str:
    """The staging in words: style, frame, camera; place, hour, weather; a season that is not summer; then one sentence per subject, in slot order."""
    frame = f"{staging.size}, {staging.angle}, {staging.camera.words()}"
    place = f"{staging.place}, {staging.hour}, {staging.weather}"
    if staging.season is not Season.SUMMER:
        place += f", {staging.season}"
    style = str(staging.style) if staging.mix is None else f"{staging.style} with {staging.mix}"
    parts = [style, frame, place]
    if staging.focus is not Prop.NONE:
        parts.append(f"{article(staging.focus)}, seen close")
    parts += [f"<s{slot}> {subject_words(subject)}" for slot, subject in enumerate(staging.subjects, 1)]
    return ". ".join(parts) + "."


def subject_words(subject: Subject) -> str:
    parts = [f"{look_words(subject.look)} {outfit_words(subject.outfit)}".strip()]
    action = f"{subject.action} {subject.facing}" if subject.action is not Action.SLEEP else str(subject.action)
    if subject.target >= 0:
        action += f" at <s{subject.target + 1}>"
    parts += [action, str(subject.emotion), "in the center" if subject.where is Where.CENTER else f"on the {subject.where}"]
    if subject.held is not Prop.NONE:
        parts.append(f"holding {article(subject.held)}")
    if subject.speech and subject.action is not Action.TALK:
        parts.append("speaking")
    if subject.state:
        parts.append(states.words(subject.state))
    return ", ".join(parts)


def look_words(look: Look) -> str:
    """"a tall grey wolf with stripes"; identity only, no clothes."""
    build = "" if look.build.value == "plain" else f"{look.build} "
    if look.is_person:
        traits = [str(look.skin)]
        traits.append(str(look.hair) if look.hair is Hair.NONE else f"{look.hair_color} {look.hair}")
        traits += [str(look.marking)] if look.marking is Marking.FRECKLES else []
        return f"{article(build + look.kind)} with {' and '.join(traits)}"
    words = article(f"{build}{look.body} {look.kind}")
    if look.marking is not Marking.NONE:
        words += f" with {look.accent} {look.marking}"
    return words


def outfit_words(outfit: Outfit) -> str:
    """"in a navy coat and a red scarf"; empty when nothing is worn."""
    worn = []
    if outfit.garment is not Garment.NONE:
        worn.append(f"{outfit.color} {outfit.garment}")
    if outfit.hat is not Hat.NONE:
        worn.append(f"{outfit.hat_color} {outfit.hat}")
    if outfit.extra is not Extra.NONE:
        worn.append(f"{outfit.extra_color} {outfit.extra}")
    return "" if not worn else "in " + " and ".join(article(item) for item in worn)


def article(words: str) -> str:
    """"a coat", "an old man", but "overalls" and "glasses" without one."""
    if words.endswith(("overalls", "glasses", "tools", "earrings")):
        return words
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
