"""Names of Wan's original checkpoints mapped onto diffusers' names (which are VideoDiT's), as values.

Careful: the authors' norm3 (before the cross-attention) is diffusers' norm2 and the other way round; the norms of the picture's
embedding are named after that swap.
"""

from collections.abc import Iterable

PREFIXES = ("model.diffusion_model.", "diffusion_model.")
ORIGINAL = ("head.modulation", "self_attn.", "cross_attn.", "time_embedding.", "time_projection.", "text_embedding.", "head.head", "img_emb.")  # one of these in any name

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
    (".k_img.", ".add_k_proj."),
    (".v_img.", ".add_v_proj."),
    (".norm_k_img.", ".norm_added_k."),
    ("img_emb.proj.0.", "condition_embedder.image_embedder.norm1."),
    ("img_emb.proj.1.", "condition_embedder.image_embedder.ff.net.0.proj."),
    ("img_emb.proj.3.", "condition_embedder.image_embedder.ff.net.2."),
    ("img_emb.proj.4.", "condition_embedder.image_embedder.norm2."),
    ("img_emb.emb_pos", "condition_embedder.image_embedder.pos_embed"),
    (".before_proj.", ".proj_in."),
    (".after_proj.", ".proj_out."),
)


def diffusers_names(names: Iterable[str]) -> dict[str, str]:
    """Each name with its diffusers name; names that are diffusers' already only lose the prefix of a repackaged file."""
    bare = {name: _bare(name) for name in names}
    if not any(mark in name for name in bare.values() for mark in ORIGINAL):
        return bare
    return {name: renamed(short) for name, short in bare.items()}


def renamed(name: str) -> str:
    """The diffusers name of one original name."""
    for old, new in RENAMES:
        name = name.replace(old, new)
    return name


def _bare(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix)
    return name
