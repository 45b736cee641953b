"""Names of Wan's original checkpoints mapped onto diffusers' names (which are VideoDiT's), as values.

Careful: the authors' norm3 (before the cross-attention) is diffusers' norm2 and the other way round.
"""

from collections.abc import Iterable

PREFIX = "model.diffusion_model."

RENAMES: tuple[tuple[str, str], ...] = (
    ("time_embedding.0", "condition_embedder.time_embedder.linear_1"),
    ("time_embedding.2", "condition_embedder.time_embedder.linear_2"),
    ("text_embedding.0", "condition_embedder.text_embedder.linear_1"),
    ("text_embedding.2", "condition_embedder.text_embedder.linear_2"),
    ("time_projection.1", "condition_embedder.time_proj"),
    ("head.modulation", "scale_shift_table"),
    ("head.head", "proj_out"),
    (".modulation", ".scale_shift_table"),
    ("ffn.0", "ffn.net.0.proj"),
    ("ffn.2", "ffn.net.2"),
    (".norm2.", ".norm_swapped."),
    (".norm3.", ".norm2."),
    (".norm_swapped.", ".norm3."),
    ("self_attn.", "attn1."),
    ("cross_attn.", "attn2."),
    (".q.", ".to_q."),
    (".k.", ".to_k."),
    (".v.", ".to_v."),
    (".o.", ".to_out.0."),
)


def diffusers_names(names: Iterable[str]) -> dict[str, str]:
    """Each original name with its diffusers name; names that are diffusers' already stay as they are."""
    given = list(names)
    if not any("head.modulation" in name for name in given):
        return {name: name.removeprefix(PREFIX) for name in given}
    return {name: _renamed(name.removeprefix(PREFIX)) for name in given}


def _renamed(name: str) -> str:
    for old, new in RENAMES:
        name = name.replace(old, new)
    return name
