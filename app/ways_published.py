"""What a published pipeline that is set up says of the way it is run: whose prompts it reads, whether it looks at portraits, its steps, what it computes in."""

from __future__ import annotations

from app.settings import Settings
from generator import BROUGHT
from storyboard.ways import Kind


def told(kind: Kind, name: str, size: tuple[int, int], given: Settings | None) -> dict[str, object]:
    """Fields of the Way `name` in films of `size`; none for ways that diffusers does not run. One that is not set up is taken for the usual of its
    kind: then it is the making that fails. Missing, Corrupt, BadInput: what is set up is no such pipeline."""
    if name != "diffusers":
        return {}
    from generator.checkpoints import record_of
    from generator.published.families import CLIPS, STILLS, canvas_of, family_of, stored_in

    brought = BROUGHT[kind, name]
    folder = given.weights / brought if given and record_of(brought, given.weights).is_file() else None
    if kind == "still":
        return {"prompt": "image", "reads_portraits": folder is None or family_of(folder, STILLS).references > 0}
    path = given.path if given else None
    if folder is None:
        return {"prompt": "wan-i2v", "steps": 50, "path": path or "bf16"}
    family = family_of(folder, CLIPS)
    return {"prompt": "wan-i2v", "steps": family.steps, "path": path or stored_in(folder), "canvas": canvas_of(folder, family, size)}
