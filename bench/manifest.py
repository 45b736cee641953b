"""Rewrite assets/MANIFEST.json: every asset's SHA-256, bytes, licence, and the command that made it.

    python -m bench.manifest
"""

from __future__ import annotations

import json

from generator.checkpoints import ASSETS
from storyboard.digest import file_digest

OFL = "OFL-1.1"
FONT_COMMAND = "python assets/fonts/build.py"
WEIGHT_COMMANDS = {
    "vae": "python -m generator.train.vae (generator/train/LOG.md, runs 1 and 4 to 6)",
    "dit": "python -m generator.train.dit (generator/train/LOG.md, runs 2, 7, 9, 27 and 30)",
    "oracle-who": "python -m generator.train.oracle.learn --which who (generator/train/LOG.md, runs 16, 17 and 24)",
    "oracle-deed": "python -m generator.train.oracle.learn --which deed, python -m generator.train.oracle.actions (generator/train/LOG.md, runs 18 to 26)",
    "oracle-way": "python -m generator.train.oracle.learn --which way (generator/train/LOG.md, run 22)",
}


def main() -> None:
    files: dict[str, dict[str, object]] = {}
    for path in sorted([*ASSETS.glob("weights/*.safetensors"), *ASSETS.glob("fonts/*.ttf")]):
        weights = path.suffix == ".safetensors"
        files[path.relative_to(ASSETS).as_posix()] = {
            "sha256": file_digest(path),
            "bytes": path.stat().st_size,
            "licence": "Apache-2.0" if weights else OFL,
            "command": WEIGHT_COMMANDS[path.stem] if weights else FONT_COMMAND,
        }
    (ASSETS / "MANIFEST.json").write_text(json.dumps({"files": files}, indent=2) + "\n")
    print(f"{len(files)} assets, {sum(int(str(f['bytes'])) for f in files.values()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
