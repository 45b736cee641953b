"""What a published pipeline that is set up says of the way it is run: whose prompts it reads, whether it looks at portraits, its steps, what it computes in."""

from __future__ import annotations

from app.settings import Settings
from generator import BROUGHT
from storyboard.ways import Kind

SHARES = {"default": 1.0, "preview": 0.4, "tiny": 0.1}  # of the steps its authors give it, by the size of the film


def told(kind: Kind, name: str, size: str, given: Settings | None) -> dict[str, object]:
    """Fields of the Way `name`; none for ways that diffusers does not run. One that is not set up is taken for the usual of its kind: then it is the
    making that fails. Corrupt, BadInput: what is set up is no such pipeline."""
    if name != "diffusers":
        return {}
    from generator.checkpoints import record_of
    from generator.published.families import CLIPS, STILLS, family_of, stored_in

    brought = BROUGHT[kind, name]
    folder = given.weights / brought if given and record_of(brought, given.weights).is_file() else None
    if kind == "still":
        return {"prompt": "image", "reads_portraits": folder is None or family_of(folder, STILLS).references > 0}
    steps = family_of(folder, CLIPS).steps if folder else 50
    path = (given.path if given else None) or (stored_in(folder) if folder else "bf16")
    return {"prompt": "wan-i2v", "steps": max(1, round(steps * SHARES[size.partition(":")[0]])), "path": path}
