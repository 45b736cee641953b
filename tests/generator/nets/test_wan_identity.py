"""Published Stand-In weights in our adapter: a reference beside a clip, against the formula of the paper on diffusers' own blocks."""

import pytest
import torch
import torch.nn.functional as F

from generator.nets.identity import join_references, stand_in
from generator.nets.rope import positions, rotations
from generator.nets.shapes import LatentShape
from generator.nets.video_dit import Hints
from tests.generator.nets.wan_pairs import SHAPE, SIZES, pair, random, relative, sigmas

RANK, FACE = 4, LatentShape(1, 4, 4)


def published(prefix=""):
    """Names and sizes as published, for three blocks of width 48."""
    sizes = {"down": (RANK, 48), "up": (48, RANK)}
    names = [(block, part, side) for block in range(SIZES["num_layers"]) for part in "qkv" for side in sizes]
    return {
        f"{prefix}blocks.{block}.self_attn.{part}_loras.{side}.weight": 0.3 * random(*sizes[side], seed=seed)
        for seed, (block, part, side) in enumerate(names)
    }


def by_the_paper(wan, lora, x, face, time, text):
    """One forward in which a face's tokens follow the clip's: they have low-rank additions, time 0, and see themselves alone."""
    heads, net = SIZES["num_attention_heads"], wan.condition_embedder
    embed, step, words, _ = net(torch.tensor([time, 0]), text.expand(2, -1, -1))
    step, words = step.unflatten(1, (6, -1)), words[:1]
    clip, who = (wan.patch_embedding(part).flatten(2).mT for part in (x, face))
    grid = SHAPE.tokens()
    turns = [rotations(positions(SHAPE.tokens()), 24), rotations(positions(FACE.tokens(), (-1, grid.rows, grid.columns)), 24)]

    def turned(a, turn):
        pairs = a.unflatten(-1, (heads, -1, 2)).double()
        cos, sin = (part[:, None].double() for part in turn)
        even, odd = pairs[..., 0] * cos - pairs[..., 1] * sin, pairs[..., 0] * sin + pairs[..., 1] * cos
        return torch.stack([even, odd], dim=-1).flatten(-2).float().transpose(1, 2)

    def seen(q, k, v):
        return F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)

    for number, block in enumerate(wan.blocks):
        attn, table = block.attn1, block.scale_shift_table
        (s1, c1, g1, s2, c2, g2), (fs1, fc1, fg1, fs2, fc2, fg2) = ((table + step[row : row + 1]).unbind(1) for row in (0, 1))

        def added(a, part, number=number):
            down, up = (lora[f"blocks.{number}.self_attn.{part}_loras.{side}.weight"] for side in ("down", "up"))
            return a @ down.T @ up.T

        a, b = block.norm1(clip) * (1 + c1[:, None]) + s1[:, None], block.norm1(who) * (1 + fc1[:, None]) + fs1[:, None]
        q, k = (turned(norm(layer(a)), turns[0]) for norm, layer in ((attn.norm_q, attn.to_q), (attn.norm_k, attn.to_k)))
        fq = turned(attn.norm_q(attn.to_q(b) + added(b, "q")), turns[1])
        fk = turned(attn.norm_k(attn.to_k(b) + added(b, "k")), turns[1])
        v, fv = (made.unflatten(-1, (heads, -1)).transpose(1, 2) for made in (attn.to_v(a), attn.to_v(b) + added(b, "v")))
        clip = clip + g1[:, None] * attn.to_out[0](seen(q, torch.cat([k, fk], dim=2), torch.cat([v, fv], dim=2)))
        who = who + fg1[:, None] * attn.to_out[0](seen(fq, fk, fv))
        clip = clip + block.attn2(block.norm2(clip), words, None, None)
        clip = clip + g2[:, None] * block.ffn(block.norm3(clip) * (1 + c2[:, None]) + s2[:, None])
        who = who + fg2[:, None] * block.ffn(block.norm3(who) * (1 + fc2[:, None]) + fs2[:, None])
    shift, scale = (wan.scale_shift_table + embed[:1, None]).unbind(1)
    out = wan.proj_out(wan.norm_out(clip) * (1 + scale[:, None]) + shift[:, None])
    frames, rows, columns = grid
    return out.unflatten(1, (frames, rows, columns)).unflatten(-1, (1, 2, 2, 16)).permute(0, 7, 1, 4, 2, 5, 3, 6).reshape(1, 16, *SHAPE)


@pytest.mark.parametrize("prefix", ["", "diffusion_model.", "model.diffusion_model."])
def test_stand_in_weights_show_a_face_as_published(prefix):
    wan, own = pair("t2v")
    x, face, text = random(1, 16, *SHAPE), random(1, 16, *FACE, seed=2), random(1, 7, 20, seed=3)
    adapter = stand_in(published(prefix), own.config)
    references = join_references([adapter.reference(own, face, 1, SHAPE.tokens())], torch.ones(1, 1))
    made = own.prepare(SHAPE, own.words(text), Hints(references=references))
    expected = by_the_paper(wan, published(), x, face, 713, text)
    assert relative(own.velocity(x, sigmas([713]), made), expected) < 1e-6
    assert relative(own.velocity(x, sigmas([713]), own.prepare(SHAPE, own.words(text))), expected) > 1e-3


def test_what_are_no_stand_in_weights_of_this_net_is_refused():
    _, own = pair("t2v")
    whole = published()
    with pytest.raises(ValueError, match=r"no Stand-In weights: unknown names \['blocks.0.attn1"):
        stand_in({"blocks.0.attn1.to_q.weight": torch.zeros(2, 2), **whole}, own.config)
    with pytest.raises(ValueError, match=r"missing: blocks\.0\.k\.lora_up"):
        stand_in({name: value for name, value in whole.items() if "0.self_attn.k_loras.up" not in name}, own.config)
    with pytest.raises(ValueError, match="fit this net"):
        stand_in({name: value[..., :3] if ".up" in name else value for name, value in whole.items()}, own.config)
    with pytest.raises(ValueError, match="no Stand-In weights"):
        stand_in({}, own.config)


def test_a_face_of_other_channels_is_refused():
    _, own = pair("a14b-i2v")
    with pytest.raises(ValueError, match="reads latents of 36 channels here, given 16"):
        stand_in(published(), own.config).reference(own, random(1, 16, *FACE), 1, SHAPE.tokens())
