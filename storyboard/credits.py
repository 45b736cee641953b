"""The words that a film shows of itself: what its scenes open with, and its credits, short or whole. In English, or in Chinese for a Chinese story (storyboard/closing.py knows more languages)."""

from __future__ import annotations

from storyboard.caption import article
from storyboard.closing import CLOSINGS, closing
from storyboard.params import Credit
from storyboard.sound import VoiceBase
from storyboard.story import Scene, Story

LEAST, EACH = 96, 15  # frames of a roll, and of every row of it, so that each can be read as it passes
OFFLINE = "offline"
WORDS = {
    "Cast and voices": "角色与配音", "Cast": "角色", "Narrator": "旁白", "Written by": "编剧", "Places": "场景",
    "Music": "音乐", "composed for this film": "为本片而作", "Pictures, voices and music are AI-generated": "画面、配音与音乐均由人工智能生成", "Fabula's own writer": "Fabula 内置编剧",
}  # fmt: skip
VOICES = {
    VoiceBase.WOMAN: "女声", VoiceBase.WOMAN_LOW: "低沉女声", VoiceBase.WOMAN_BRIGHT: "明亮女声", VoiceBase.MAN: "男声", VoiceBase.MAN_DEEP: "浑厚男声", VoiceBase.MAN_LIGHT: "轻快男声",
    VoiceBase.GIRL: "女童声", VoiceBase.BOY: "男童声", VoiceBase.OLD_WOMAN: "老妇声", VoiceBase.OLD_MAN: "老翁声", VoiceBase.SMALL: "小精灵声", VoiceBase.LARGE: "巨兽声",
    VoiceBase.ROBOT: "机器声", VoiceBase.SPIRIT: "精灵气声",
}  # fmt: skip


def said(language: str, text: str) -> str:
    return WORDS[text] if language == "zh" else text


def credits(story: Story) -> tuple[str, ...]:
    """The end, the moral, the cast, and what it was made with."""
    words = closing(story.language)
    cast = words.comma.join(one.name for one in story.characters)
    return (words.end, story.moral, words.cast.format(cast) if cast else "", words.made)


def roll(story: Story) -> tuple[Credit, ...]:
    """Everyone and everything, part by part."""
    tongue, is_told = story.language, story.telling == "storybook"
    cast = tuple(one.name if is_told else f"{one.name} | {_voice(tongue, one.voice.base)}" for one in story.characters)
    if any(line.speaker is None for shot in story.shots for line in shot.lines):
        cast = (*cast, f"{said(tongue, 'Narrator')} | {_voice(tongue, story.narrator.base)}")
    author = said(tongue, "Fabula's own writer") if story.writer == OFFLINE else story.writer
    parts = [
        ("", (story.moral,) if story.moral else ()), (said(tongue, "Cast" if is_told else "Cast and voices"), cast), (said(tongue, "Written by"), (author,)),
        (said(tongue, "Places"), tuple(_capital(one.name) for one in story.settings)), (said(tongue, "Music"), (said(tongue, "composed for this film"),)),
        ("", (said(tongue, "Pictures, voices and music are AI-generated"),)),
    ]  # fmt: skip
    return tuple(Credit(heading=heading, names=names) for heading, names in parts if names)


def roll_frames(parts: tuple[Credit, ...]) -> int:
    """How long the roll takes, in whole drawings."""
    return LEAST + EACH * 2 * -(-sum(len(one.names) + 2 * bool(one.heading) for one in parts) // 2)


def opening(story: Story, scene: Scene) -> str:
    """The words that a scene opens with: its place, and its time where that can be said in the story's language."""
    if story.openings == "none":
        return ""
    name = _capital(story.setting(scene.setting).name)
    if story.language not in CLOSINGS:
        return name
    return f"{name}{'，' if story.language == 'zh' else ', '}{closing(story.language).hour(scene.hour)}"


def _voice(tongue: str, base: VoiceBase) -> str:
    return VOICES[base] if tongue == "zh" else f"{article(base)}'s voice"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
