"""Chinese prose: who is named, who speaks, whom 他, 她 and 他们 mean. Words are cut by the lexicon's tables; names by the verbs beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.adapt.prose.mentions import Mention, Token
from storyboard import lexicon
from storyboard.lexicon import word_set

if TYPE_CHECKING:
    from agents.adapt.prose.cast import Being, Roster
    from agents.adapt.prose.reading import Beat, Ref

SAID = "说道|问道|答道|回答|喊道|叫道|笑道|说|道|问|喊|叫|答"
TAG = re.compile(rf"[^，。！？]{{0,12}}(?:{SAID})[^\w]*(?:[。，！？]|$)")
SAYS = re.compile(rf"(?:{SAID})[着了]?[：:，,]?$")
NAME = re.compile(rf"(?:^|[，。；：])([\u4e00-\u9fff]{{2,3}}?)(?:对[\u4e00-\u9fff]{{1,4}})?(?:{SAID}|走|跑|看|想|笑|哭|拿|站|坐|来到|回到|发现|觉得|决定|点)")
NAMED = re.compile(r"(?:名叫|名字叫|叫做|叫)([\u4e00-\u9fff]{2,3}?)(?=[，。的、！]|$)")
PRONOUNS = re.compile("他们|她们|它们|他|她|它")
NO_NAMES = word_set("他们 她们 它们 我们 你们 大家 于是 然后 突然 后来 一天 第二 他又 她又 他就 她就 他一 她一 可是 但是 因为 所以 有人 没有 什么 这时 那时 从前 最后 终于 不久 一边 他把 她把 自己 忽然 谁也 他对 她对 他不 她不 只好 连忙 立刻 马上 他便 她便")
ZH_EXTRA = {"樵夫": "woodcutter", "渔夫": "fisherman", "农夫": "farmer", "老人": "old man", "老头": "old man", "老爷爷": "old man", "老婆婆": "old woman", "国王": "king", "王后": "queen", "乌鸦": "crow", "龟": "tortoise",
            "蚂蚁": "ant", "蝉": "bee", "鹿": "deer", "牛": "cow", "鸡": "rooster", "鸭子": "duck", "鹅": "goose", "鱼": "fish", "虎": "tiger", "姑娘": "girl", "小姑娘": "girl", "少年": "boy", "孩子": "child", "士兵": "soldier",
            "商人": "merchant", "裁缝": "tailor", "猎人": "hunter", "母亲": "mother", "父亲": "father", "女儿": "daughter", "儿子": "son", "弟弟": "boy", "哥哥": "boy", "妹妹": "girl", "姐姐": "girl", "木匠": "carpenter",
            "铁匠": "blacksmith", "老师": "teacher", "医生": "doctor", "松鼠": "squirrel", "刺猬": "hedgehog", "鹤": "crane", "蚌": "clam", "鹬": "stork", "仙女": "fairy", "和尚": "monk", "皇帝": "king", "小偷": "thief", "邻居": "neighbor",
            "老虎": "tiger", "大象": "elephant", "猴子": "monkey", "狼": "wolf", "狐狸": "fox", "羊": "sheep", "马": "horse", "驴": "donkey", "蛇": "snake", "青蛙": "frog", "小鸟": "bird", "乌龟": "tortoise", "兔子": "rabbit"}  # fmt: skip
BEINGS = re.compile("|".join(sorted(ZH_EXTRA, key=len, reverse=True)))


def is_chinese(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters > 0 and sum(1 for _ in lexicon.CJK.finditer(text)) > 0.4 * letters


def name(beats: list[Beat], roster: Roster) -> None:
    """Who is named, over the whole text: beings the tables know, and words that twice do what only people do."""
    names = _names(beats)
    pattern = re.compile("|".join(map(re.escape, sorted({*ZH_EXTRA, *_kinds(beats), *names}, key=len, reverse=True))) or "(?!)")
    for beat in beats:
        beat.row = [Token(beat.text, beat.text, 0, len(beat.text), owner=False)]
        known: list[Being] = []
        for hit in pattern.finditer(beat.text):
            many = beat.text[hit.end() : hit.end() + 1] == "们"
            small = beat.text[max(0, hit.start() - 1) : hit.start()]
            one = Mention(hit[0], (small if small and small in "小老大" else "") + hit[0], hit.start(), hit.end(), name=hit[0] in names, plural=many)
            who = roster.add(one, beat.number)
            if who is not None:
                who.deeds += not beat.said and bool(re.match(rf".{{0,4}}(?:{SAID})|[^，。]{{1,}}", beat.text[hit.end() :])) and _opens(beat.text, hit.start())
                beat.found.append(one)
                if one.name and known and re.search("(?:名叫|名字叫|叫做|叫)$", beat.text[: one.at]):
                    roster.same(known[-1], who)
                    continue
                known.append(who)
        if len({id(who) for who in known}) == 1 and not beat.said:
            known[0].she, known[0].he = known[0].she + beat.text.count("她"), known[0].he + beat.text.count("他")


def _kinds(beats: list[Beat]) -> set[str]:
    """Words of the lexicon for somebody that the text has."""
    words = {word for beat in beats for word in lexicon.tokens(beat.text)}
    return {word for word in words if lexicon.CJK.search(word) and (hit := lexicon.kind(word)) is not None and hit.word == word and (len(word) > 1 or hit.exact) and str(hit.value) != "spirit"}


def _names(beats: list[Beat]) -> set[str]:
    """Words of two or three signs that stand where somebody does something, twice or more."""
    found: Counter[str] = Counter()
    for beat in beats:
        if not beat.said:
            found.update(hit[1] for hit in NAME.finditer(beat.text))
            found.update({hit[1]: 2 for hit in NAMED.finditer(beat.text)})
    return {
        word for word, n in found.items()
        if n > 1 and word not in NO_NAMES and not BEINGS.search(word) and lexicon.kind(word) is None and not PRONOUNS.search(word) and not re.search("[的了着是在有也就都又很不这那]", word)
    }  # fmt: skip


def _opens(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in "，。；：！？、只个头匹位名老小" or at < 4


def refs(beat: Beat, roster: Roster, recent: Sequence[Being]) -> list[Ref]:
    from agents.adapt.prose.reading import Ref

    out: list[Ref] = []
    for one in beat.found:
        who = roster.find(one.head)
        if who is not None:
            out.append(Ref(who, one.at, one.end, does=_opens(beat.text, one.at) or not out))
    for hit in PRONOUNS.finditer(beat.text):
        if any(ref.at <= hit.start() < ref.end for ref in out):
            continue
        meant = _meant(hit[0], recent, {ref.who.number for ref in out})
        out += [Ref(who, hit.start(), hit.end(), does=_opens(beat.text, hit.start()), pronoun=True) for who in meant]
    out.sort(key=lambda ref: ref.at)
    if out and not any(ref.does for ref in out):
        out[0] = Ref(out[0].who, out[0].at, out[0].end, does=True, pronoun=out[0].pronoun)
    return out


def _meant(word: str, recent: Sequence[Being], here: set[int]) -> list[Being]:
    free = [b for b in recent if b.number not in here]
    if word.endswith("们"):
        crowd = next((b for b in recent[:3] if b.plural), None)
        return [crowd] if crowd is not None else list(recent[:2])
    if word in "他她":
        woman = word == "她"
        fitting = [b for b in free if b.woman is woman] or [b for b in free if b.woman is None]
        return fitting[:1] or list(recent[:1])
    return free[:1] or list(recent[:1])


def speaker(beat: Beat, found: Sequence[Ref]) -> Being | None:
    """The one right before the verb of speaking, not the one spoken to."""
    verb = next((hit.start() for hit in re.finditer(SAID, beat.text)), len(beat.text))
    before = [ref for ref in found if ref.end <= verb and (ref.at == 0 or beat.text[ref.at - 1] not in "对向跟")]
    return before[-1].who if before else (found[0].who if found else None)
