"""The words premise.py reads by: verbs by the story they begin, abilities, things in the sky, and the small words between."""

from __future__ import annotations

from storyboard import lexicon
from storyboard.lexicon import word_set

VERBS = {
    "friend": "befriend meet love marry adopt welcome invite tame friend friends 朋友 交朋友 صديق صديقة يصادق חבר ami amigo freund",
    "search": "search seek find look hunt discover chase follow catch collect explore locate 寻找 找 找到 يبحث בحث מחפש busca cherche sucht",
    "lose": "lose forget miss break drop 丢 丢了 失去 忘记 يفقد فقد מאבד pierde perd verliert",
    "steal": "steal take borrow rob grab swap trick cheat eat swallow pinch 偷 يسرق سرق גונב roba vole stiehlt",
    "learn": "learn dream practise practice become try want study sing dance swim teach wonder 学 学会 梦 يتعلم לומד aprende apprend lernt",
    "grow": "plant grow sow 种 播种 يزرع זורע שותל planta plante pflanzt",
    "build": "build make invent create bake cook sew paint draw write knit repair fix construct design carve 造 建 يبني בונה "
    "construye construit baut",
    "rescue": "rescue save help heal free cure defend catch 救 帮助 ينقذ מציל salva sauve rettet",
    "journey": "travel go return sail walk cross climb run fly leave move escape visit journey wander migrate 回家 去 旅行 يسافر נוסע viaja "
    "voyage reist",
    "fear": "fear afraid scared frightened dread dare 怕 害怕 يخاف מפחד",
    "rival": "fight race quarrel argue compete battle beat win challenge duel defeat 比赛 打架 يتسابق",
    "keep": "guard keep hide protect watch 守护 藏 يحرس שומר",
    "give": "give bring deliver send share carry mail offer 送 给 يعطي נותן",
    "wait": "wait wish hope long 等 等待 许愿 ينتظر מחכה",
}
ABILITIES = word_set(
    "sense smell taste voice courage laugh laughter smile memory memories sleep dream dreams color colour colors colours sight hearing "
    "hope heart temper confidence luck magic imagination appetite patience rhythm balance shadow spark joy faith words name touch "
    "time way home mind soul youth strength hiccups singing song"
)
SKY = word_set("moon sun star stars rainbow comet 月亮 月 🌙 🌛 🌜 🌝 🌕 ☀ 🌞 ⭐ 🌟 🌈 القمر قمر ירח luna lune mond луна")
MENTAL = word_set("dream sleep love laugh feel cry smile forget forgive trust think imagine believe wonder wish listen wait")
STOP = word_set(
    "a an the and or but of to in on at by for with from into his her its their my our your he she it they him them who whom that "
    "which is are was were be been has have had do does did not no so as if when while then than this these those there how what "
    "why one once only very too also just about all every each some any up down out off over under after before until again own"
)
BREAK = word_set("and but who that which when while because until so if then in at on by under near inside behind through across "
                  "must should shall needs has will can with from for into beyond after before along to beneath above against during without instead")  # fmt: skip
NUMBERS = {
    **{word: n for word, n in lexicon.NUMBERS.items() if n > 1}, "twin": 2, "twins": 2, "both": 2, "several": 3, **{str(n): n for n in range(2, 13)},
}  # fmt: skip
MOMENTS = word_set("night winter spring summer autumn time dream night nights days")
OWNS = word_set("his her its their my our your the a an this that these those some")
FOREIGN = word_set("el la los las le les der die das un una une ein eine il lo gli de del des du und et y busca cherche sucht")
SUNS = word_set("☀ 🌞 太阳")
STARS = word_set("⭐ 🌟 🌠 ✨ 星 星星")
VERB_SETS = {k: frozenset(v.split()) for k, v in VERBS.items()}
ALL_VERBS = frozenset(v for verbs in VERB_SETS.values() for v in verbs)
