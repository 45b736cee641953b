"""Plain Chinese clauses in the English of reading.py: "让狐狸更善良" -> "make 狐狸 kinder". Kinds, places and skies the lexicon knows itself."""

from __future__ import annotations

import re

from storyboard import lexicon

PHRASES = {
    "让": "make", "使": "make", "把": "", "将": "", "给": "give", "请": "", "更加": "more", "更": "more", "变得": "", "变成": "into a", "改成": "to", "改为": "to",
    "善良": "kinder", "友善": "kinder", "温柔": "gentler", "勇敢": "braver", "悲伤": "sadder", "难过": "sadder", "伤心": "sadder", "开心": "happier", "快乐": "happier",
    "高兴": "happier", "生气": "angrier", "愤怒": "angrier", "害怕": "scared", "平静": "calmer", "冷静": "calmer", "疲倦": "sleepier",
    "结尾": "end", "结局": "end", "最后": "end", "开头": "begin", "开始时": "begin", "最后一场": "last scene", "最后一个镜头": "last shot", "第一个镜头": "first shot",
    "下雨": "rain", "雨中": "rain", "雪中": "snow", "它": "it", "他": "him", "她": "her", "下雪": "snow", "有雾": "fog", "大雾": "fog", "起雾": "fog", "晴天": "clear sky", "阴天": "cloudy", "晚上": "night", "夜里": "night",
    "夜晚": "night", "早晨": "dawn", "黎明": "dawn", "傍晚": "dusk", "白天": "day", "春天": "spring", "夏天": "summer", "秋天": "autumn", "冬天": "winter",
    "搬到": "move to", "移到": "move to", "改到": "move to", "港口": "harbour", "海边": "beach", "森林": "forest", "城市": "city", "山上": "mountain", "村子": "village",
    "改名为": "is called", "改名叫": "is called", "叫做": "is called", "叫": "is called", "标题": "title", "片名": "title", "题目": "title", "名字": "name",
    "更快乐": "happier", "更快": "faster", "更慢": "slower", "快一点": "faster", "慢一点": "slower", "更短": "shorter", "更长": "longer", "短一点": "shorter", "长一点": "longer",
    "删掉": "remove", "删除": "remove", "删去": "remove", "去掉": "remove", "不要": "remove", "水墨": "ink", "水粉": "gouache", "剪纸": "cutout", "版画": "woodcut",
    "风格": "style", "更近": "closer", "近一点": "closer", "更远": "wider", "远一点": "wider", "特写": "close-up", "大声": "louder", "小声": "softer", "低声": "whisper",
    "耳语": "whisper", "旁白": "narration", "少": "less", "多": "more", "少一点": "less", "多一点": "more", "音乐": "music", "配乐": "music", "红色": "red", "绿色": "green",
    "蓝色": "blue", "黄色": "yellow", "白色": "white", "黑色": "black", "紫色": "purple", "灰色": "grey", "棕色": "brown", "橙色": "orange", "粉色": "pink", "金色": "gold",
    "湿透": "wet", "弄湿": "wet", "湿": "wet", "撕破": "torn", "破了": "torn", "破": "torn", "沾满泥": "muddy", "泥泞": "muddy", "绷带": "bandage", "包扎": "bandaged", "干净": "clean",
    "外套": "coat", "大衣": "coat", "裙子": "dress", "毛衣": "sweater", "帽子": "cap", "草帽": "straw hat", "围巾": "scarf", "眼镜": "glasses", "皇冠": "crown",
    "穿上": "wear", "戴上": "wear", "穿": "wear", "戴": "wear", "的": "", "一件": "a", "一顶": "a", "一条": "a", "一副": "", "在": "in", "里": "", "用": "in",
    "所有人": "everyone", "大家": "everyone", "主角": "hero", "全片": "the film", "影片": "the film", "片子": "the film", "场景": "scene", "说": "say", "台词": "line",
}  # fmt: skip
DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
NUMBERED = re.compile(r"第\s*(\d{1,3}|[一二两三四五六七八九十])\s*(?:个|场|幕)?\s*(镜头|镜|场景|场戏|场|幕)?")
_LONGEST = max(map(len, PHRASES))
_QUOTED = re.compile(r"([\"“「『《][^\"”」』》]*[\"”」』》])")


def in_english(text: str) -> str:
    """The clause in plain English, as far as its words are known; whatever has no Chinese in it as it is. Quotes stay as they are."""
    if not lexicon.CJK.search(_QUOTED.sub("", text)):
        return text
    return " ".join("".join(part if n % 2 else _translated(part) for n, part in enumerate(_QUOTED.split(text.replace("《", "“").replace("》", "”")))).split())


def _translated(text: str) -> str:
    text = NUMBERED.sub(lambda m: f" {'shot' if (m[2] or '').startswith('镜') else 'scene'} {DIGITS.get(m[1], m[1])} ", text)
    out, at = "", 0
    while at < len(text):
        size = next((n for n in range(_LONGEST, 0, -1) if text[at : at + n] in PHRASES), 0)
        out += f" {PHRASES[text[at : at + size]]} " if size else text[at]
        at += size or 1
    return re.sub(r"\bmore (\w+er)\b", r"\1", " ".join(f" {_being(word)} " if lexicon.CJK.search(word) else word for word in out.split()))


def _being(run: str) -> str:
    """A run of Chinese with the creatures the lexicon knows in English: somebody's name stays as it is."""
    return " ".join(str(hit.value) if (hit := lexicon.kind(token)) is not None and hit.exact else token for token in lexicon.tokens(run))
