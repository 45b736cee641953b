"""What a film for children does not speak of, by theme, in plain words of ours. A list to begin with, not a judgement of every film."""

from __future__ import annotations


def _row(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


CHILDREN: dict[str, tuple[str, ...]] = {
    "gore": _row(
        "gore gory bloodbath bloody bloodstained corpse behead beheaded decapitate dismember mutilate disembowel entrails severed_head severed_hand torture 血腥 尸体 斩首 酷刑"
    ),
    "killing": _row("murder murderer murderous kill killer slaughter massacre strangle stab assassin assassinate execution execute lynch 谋杀 杀人 凶手 屠杀"),
    "weapons": _row("gun handgun rifle pistol shotgun revolver machine_gun bullet bomb grenade dynamite explosive landmine 枪 手枪 炸弹 子弹 手榴弹"),
    "drugs": _row(
        "cocaine heroin meth methamphetamine marijuana cannabis opium ecstasy_pill drug_dealer drug_addict overdose drunk drunken vodka whisky whiskey "
        "cigarette cigar tobacco 毒品 海洛因 可卡因 大麻 香烟 醉酒"
    ),
    "sex": _row("sex sexy sexual porn pornography erotic naked nude rape rapist prostitute stripper brothel 色情 性爱 强奸 裸体 妓女"),
    "self-harm": _row("suicide suicidal kill_himself kill_herself hang_himself hang_herself self-harm 自杀 自残"),
    "hate": _row("nazi racist genocide terrorist terrorism ethnic_cleansing 纳粹 恐怖分子 种族灭绝"),
}
