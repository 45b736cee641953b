"""Words of captions to states."""

import torch

from generator.nets.text_encoder import PAD, START, TextEncoder, TextEncoderConfig, count_words, split_words

CONFIG = TextEncoderConfig(words=("a", "fox", "<s1>"), buckets=4, width=16, depth=1, heads=2, places=8)


def encoder():
    torch.manual_seed(0)
    return TextEncoder(CONFIG).eval()


def test_words_are_split():
    assert split_words("A fox, <s1>: it's 3!") == ["a", "fox", ",", "<s1>", ":", "it", "'", "s", "3", "!"]
    assert split_words("") == []


def test_vocabulary_is_sorted_by_count_then_name():
    assert count_words(["b a", "a c"]) == ("a", "b", "c")
    assert count_words(["b a", "a c"], most=1) == ("a",)


def test_known_unknown_empty_and_long_captions():
    tokens = encoder().tokens(["a fox", "zebra zebra", "", "a " * 50])
    assert tokens.shape == (4, 8)
    assert tokens[0].tolist() == [START, 2, 3] + [PAD] * 5
    unknown = tokens[1, 1:3].tolist()
    assert unknown[0] == unknown[1] and 5 <= unknown[0] < 9
    assert tokens[2].tolist() == [START] + [PAD] * 7
    assert (tokens[3] != PAD).all()


def test_states_are_zero_after_the_last_word_and_do_not_depend_on_neighbours():
    net = encoder()
    with torch.no_grad():
        both = net(net.tokens(["a fox", ""]))
        alone = net(net.tokens([""]))
    assert (both[0, 3:] == 0).all() and (both[0, :3] != 0).any()
    assert torch.isfinite(both).all()
    assert torch.allclose(both[1:], alone, atol=1e-6)
