"""What words say of states: what puts somebody into one, what says that they are in it, and what ends it; in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from storyboard.states import State

WATER = r"(?:water|river|sea|lake|pond|stream|brook|creek|well|ocean|waves?|surf|fountain|canal|pool|harbou?r)\b"
CLOTHES = r"(?:coats?|dress|jackets?|cloaks?|capes?|sleeves?|clothes|clothing|trousers|robes?|shirts?|skirts?|hem|tunics?|sweaters?|cardigans?|aprons?|uniforms?|suits?|vests?)\b"
FALLS = r"(?:falls?|fell|fallen|falling|tumbl\w+|plung\w+|slip\w*|jump\w*|leap\w*|dives?|dived|dove|diving|topples?|toppled|washed|thrown|pulled|pushed|knocked|wad\w+)"
FEW = r"(?:[\w’'-]+ ){0,4}?"

# What happens to somebody: they are in the state when it is over.
HAPPENS: Mapping[State, re.Pattern[str]] = MappingProxyType({state: re.compile(text, re.I) for state, text in {
    State.TORN: rf"\b(?:tears?|tore|rips?|ripped|ripping|tearing|snags?|snagged|shreds?|catch(?:es)?|caught) {FEW}{CLOTHES}|{CLOTHES} (?:tears?|rips?|tore|ripped|catch(?:es)?|snags?)\b|(?:撕破|扯破|划破|刮破|撕烂|撕开)",
    State.WET: rf"\b{FALLS} {FEW}(?:in|into|under|overboard|through)\b(?: {FEW}(?:{WATER}|ice\b))|\boverboard\b|\bfalls? through the ice\b|\bswims?\b|\bswam\b|\b(?:waves?|water) {FEW}(?:breaks?|broke|crash\w*|wash\w*|pours?|splash\w*) (?:over|on)\b|\b(?:waves?|water|sea)\b[^.!?]{{0,34}}?\b(?:took|takes|carried|carries|swept|sweeps)\b|\bsea stood up\b|\b(?:is|was|were|are|landed|lands) in the {WATER}|(?:掉进|落入|跌进|跳进|摔进|掉到|跌入|跳入)[^。，；]{{0,4}}(?:水|河|湖|海|溪|池)|落水|游泳|游过",
    State.MUDDY: rf"\b{FALLS} {FEW}(?:in|into)\b {FEW}(?:mud|puddles?|swamp|bog|mire|ditch)\b|\bsplash\w* {FEW}mud\b|\bsank in (?:up )?to the (?:knees|waist|belly)|\bstuck (?:fast )?in (?:the )?(?:mud|bog|swamp)\b|\broad was all mud\b|(?:掉进|摔进|跌进|踩进|滑进|陷进)[^。，；]{{0,4}}泥",
    State.SNOWY: r"\b(?:avalanche|snowdrift|snowball|snowstorm|blizzard)\b|\bsnow came sideways\b|(?:雪崩|雪堆|雪球)",
    State.SOOTY: r"\b(?:up|down|in|into|through|out of|sweeps?) (?:the |a )?chimneys?\b|\b(?:explodes?|exploded|explosion|blows up|blew up)\b|(?:烟囱|爆炸)",
    State.FLOURY: r"\b(?:sack|bag|cloud|puff) of flour\b|\bflour (?:bursts?|flies|flew|falls|spills|everywhere)\b|\bsplits? open\b.{0,30}flour|面粉(?:撒|洒|飞|袋)",
    State.BANDAGED: r"\b(?:bandag(?:es?|ing)|binds? (?:up )?(?:\w+ ){0,3}(?:wounds?|arm|head|paw))\b|包扎",
}.items()})  # fmt: skip
# What somebody is: they are in the state here already.
IS: Mapping[State, re.Pattern[str]] = MappingProxyType({state: re.compile(text, re.I) for state, text in {
    State.TORN: rf"\b(?:torn|ripped|ragged|tattered|shredded)(?:[ ,][\w’'-]+){{0,2}} {CLOTHES}|{CLOTHES} (?:is |are |was |were |hangs? |hung )?(?:all )?(?:torn|ripped|ragged|in rags|in tatters|in shreds|tattered)\b|(?:衣服|外套|大衣|裙子|袖子|衣裳)[^。，；]{{0,3}}破|破(?:衣|外套|大衣|裙)",
    State.WET: r"\b(?:soaked|soaking|drenched|sopping|dripping wet|wet through|wet to the skin|all wet|soggy|is wet|are wet|was wet|were wet)\b|(?:湿透|浑身湿|全身湿|湿漉漉|湿淋淋)",
    State.MUDDY: r"\b(?:muddy|covered (?:in|with) mud|caked (?:in|with) mud|full of mud)\b|(?:浑身是泥|满身泥|一身泥|沾满泥|泥泞的?(?:衣|裤|身))",
    State.SNOWY: r"\b(?:covered (?:in|with) snow|white with snow|snow-covered|snowed (?:in|under)|full of snow)\b|(?:满身雪|浑身是雪|一身雪|落满雪|沾满雪)",
    State.SOOTY: r"\b(?:sooty|covered (?:in|with) (?:soot|ash(?:es)?|coal)|black with (?:soot|smoke)|singed)\b|(?:满脸煤灰|一脸煤灰|浑身煤灰|满身煤灰|黑乎乎)",
    State.FLOURY: r"\b(?:floury|covered (?:in|with) flour|white with flour|dusted (?:in|with) flour)\b|(?:满身面粉|浑身面粉|一身面粉|满脸面粉)",
    State.BANDAGED: r"\b(?:bandaged|in bandages|a bandage (?:on|round|around|about)|wears? a bandage)\b|(?:缠着绷带|裹着绷带|绑着绷带)",
}.items()})  # fmt: skip
CLEAN = r"\b(?:wash(?:es|ed|ing)?(?! (?:up|over|away|ashore|on|into))|bath(?:es|ed|s)?|rins(?:es|ed)|scrubs?|scrubbed|clean again|cleans? (?:up|off)|brush(?:es|ed) (?:it|the \w+|himself|herself|them\w*) (?:off|clean|down))\b|洗(?:了?澡|净|干净|脸|掉)"
ENDS: Mapping[State, re.Pattern[str]] = MappingProxyType({state: re.compile(text, re.I) for state, text in {
    State.TORN: rf"\b(?:mends?|mended|sews?|sewed|sewn|patch(?:es|ed)|darns?|darned|stitch(?:es|ed)) {FEW}(?:{CLOTHES}|it\b|tears?\b|holes?\b)|(?:缝好|补好|缝补|补上|缝上)",
    State.WET: r"\b(?:dries|dried|drying|dry again|is dry|are dry|towels?|warms? (?:up|himself|herself|them\w*|by)|by the fire)\b|(?:晾干|擦干|烤干|干了|烤火)",
    State.MUDDY: CLEAN, State.SOOTY: CLEAN, State.FLOURY: CLEAN,
    State.SNOWY: r"\b(?:melts?|melted|shakes? (?:it |the snow )?off|shook (?:it |the snow )?off|brush(?:es|ed) (?:it |the snow )?off|by the fire|warms? (?:up|himself|herself|them\w*|by))\b|(?:融化|抖落|抖掉|烤火)",
    State.BANDAGED: r"\b(?:heals?|healed|unwraps?|takes? (?:off )?the bandages? ?(?:off)?|bandages? (?:comes?|came) off)\b|(?:痊愈|伤好了|拆(?:掉|下)?绷带)",
}.items()})  # fmt: skip
# Words at which a state is at least spoken of: enough for one that a shot has, too little to begin it.
HINTS: Mapping[State, re.Pattern[str]] = MappingProxyType({state: re.compile(text, re.I) for state, text in {
    State.TORN: r"\b(?:torn|tore|rip\w*|ragged|tatter\w*|shred\w*|thorns?|rags|snag\w*|rents?)\b|破|撕", State.WET: rf"\b(?:wet|soak\w*|drench\w*|drip\w*|splash\w*|rain\w*|swim\w*|swam|flood\w*|{WATER})|水|雨|湿|河|海|湖",
    State.MUDDY: r"\b(?:mud\w*|bog|swamp\w*|mire|marsh\w*|puddles?|dirt\w*|clay)\b|泥|脏", State.SNOWY: r"\b(?:snow\w*|blizzard|avalanche|frost\w*)\b|雪",
    State.SOOTY: r"\b(?:soot\w*|ash\w*|smok\w*|chimney\w*|coal\w*|fires?|flames?|burn\w*|explo\w*|singed)\b|烟|灰|火|炸|煤", State.FLOURY: r"\b(?:flour\w*|dough|bak\w*|bread|cakes?)\b|面粉|烤|面包",
    State.BANDAGED: r"\b(?:bandag\w*|wound\w*|hurt\w*|injur\w*|heal\w*|nurs\w*|doctor\w*|plaster\w*|broken (?:arm|leg|wing|paw))\b|绷带|包扎|伤",
}.items()})  # fmt: skip
BY_WEATHER = {"rain": State.WET, "storm": State.WET, "snow": State.SNOWY}


def happening(text: str) -> tuple[State, ...]:
    """The states that the words put somebody into."""
    return tuple(state for state in State if HAPPENS[state].search(text))


def spoken_of(text: str) -> tuple[State, ...]:
    """The states that the words have anything to do with."""
    return tuple(state for state in State if HINTS[state].search(text) or HAPPENS[state].search(text) or IS[state].search(text))


def being(text: str) -> tuple[State, ...]:
    """The states that the words say somebody is in."""
    return tuple(state for state in State if IS[state].search(text))


def ending(text: str) -> tuple[State, ...]:
    """The states that the words end."""
    return tuple(state for state in State if ENDS[state].search(text))
