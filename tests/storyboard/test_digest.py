"""Digests never mix types, never depend on order of keys, and never move between releases."""

from __future__ import annotations

import pytest

from storyboard.digest import digest
from storyboard.look import Kind, Look


def test_types_do_not_share_a_digest():
    values = [1, 1.0, "1", True, None, [1], ["1"], {"1": 1}, {"1": "1"}, [], {}, "", [[]], [None]]
    assert len({digest(v) for v in values}) == len(values)


def test_order_of_keys_does_not_count_but_order_of_items_does():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest([1, 2]) != digest([2, 1])


def test_minus_zero_is_zero():
    assert digest(-0.0) == digest(0.0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), object(), b"bytes"])
def test_refuses_what_has_no_canonical_form(bad: object):
    with pytest.raises((TypeError, ValueError)):
        digest(bad)


def test_golden():
    """A change here breaks every kept take of every user: raise the way's version instead."""
    assert digest("step", 1, 0.5, {"a": [True, None]}) == "f4f6ec2df18911e1b61fdfd1c1999433198d84466f6eb3c988c187602253fd98"
    assert digest(Look(kind=Kind.FOX)) == "2cc67746a64c1ca09fa9d3385a5488e170ea50ab37463a8c683767bbe6b9f60d"
