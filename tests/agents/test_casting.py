"""Casting without stereotypes: what somebody does says nothing about who they are."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

from agents.writer_offline import casting
from agents.writer_offline.knowledge import concept
from agents.writer_offline.premise import read
from storyboard.look import PEOPLE, Garment, Hat, Kind, Marking, Skin

TRADES = ("nurse", "captain", "baker", "thief", "scientist", "doctor", "pirate", "teacher", "engineer", "dancer", "mechanic", "librarian", "judge", "cleaner")
SEEDS = 400
WOMEN = {Kind.WOMAN, Kind.GIRL, Kind.OLD_WOMAN}


@cache
def members(premise: str, at: int = 0) -> tuple[casting.Role, ...]:
    """Who plays, over all seeds: the hero (0) or the other one (1)."""
    return tuple(casting.cast(read(premise), Random(f"{premise} {seed}"))[at] for seed in range(SEEDS))


def women(cast: tuple[casting.Role, ...]) -> float:
    return sum(role.member.kind in WOMEN for role in cast) / len(cast)


@pytest.mark.parametrize("trade", TRADES)
def test_every_trade_is_done_by_women_and_men(trade: str) -> None:
    for cast in (members(f"A {trade} finds a key"), members(f"A fox befriends a {trade}", 1)):
        assert all(role.member.kind in PEOPLE for role in cast)
        assert 0.35 <= women(cast) <= 0.65


def test_every_trade_is_done_in_every_skin() -> None:
    overall = Counter(role.member.skin for trade in TRADES for role in members(f"A {trade} finds a key"))
    total = sum(overall.values())
    for trade in TRADES:
        own = Counter(role.member.skin for role in members(f"A {trade} finds a key"))
        assert all(abs(own[skin] / SEEDS - overall[skin] / total) < 0.08 for skin in Skin), trade
        assert all(own[skin] / SEEDS > 0.12 for skin in Skin), trade


def test_women_and_men_wear_what_their_trade_wears() -> None:
    for trade, garment in (("baker", Garment.APRON), ("captain", Garment.UNIFORM), ("nurse", Garment.SMOCK), ("knight", Garment.ARMOUR)):
        assert {role.member.garment for role in members(f"A {trade} finds a key")} == {garment}
    assert {role.member.hat for role in members("A chef finds a key")} == {Hat.CHEF}


@pytest.mark.parametrize(("premise", "share"), [("A waitress finds a key", 1.0), ("A fisherman finds a key", 0.0), ("A baker finds her key", 1.0),
                                                ("A nurse loses his key", 0.0), ("A queen finds a key", 1.0)])  # fmt: skip
def test_a_gender_that_is_told_is_kept(premise: str, share: float) -> None:
    assert women(members(premise)) == share


def test_a_told_gender_is_kept_in_the_second_too() -> None:
    assert women(members("A fox befriends a postwoman", 1)) == 1.0


def test_skin_and_hair_do_not_go_together() -> None:
    pairs = Counter((role.member.skin, role.member.hair) for trade in TRADES for role in members(f"A {trade} finds a key"))
    hairs = {hair for _, hair in pairs}
    assert all(pairs[skin, hair] > 0 for skin in Skin for hair in hairs)


@pytest.mark.parametrize("noun", ["lion", "donkey", "sheep", "goat", "pig", "horse", "crow", "eagle", "stork", "snake", "tortoise", "ghost", "giant"])
def test_a_kind_that_is_asked_for_is_cast_as_itself(noun: str) -> None:
    for role in members(f"A {noun} befriends a robot")[:20]:
        assert role.member.kind is Kind(noun) and role.member.asked == ""
    own, usual = concept(noun, Kind(noun)), concept("adult", Kind.MAN)
    assert own.lack and own.lack != usual.lack and len(own.routine) >= 2


def test_beings_are_known_by_their_marks() -> None:
    zebra = members("A zebra befriends a robot")[0].member
    assert (zebra.kind, zebra.marking, zebra.asked) == (Kind.HORSE, Marking.STRIPES, "zebra")
