"""Everything with a memory, and everything a person touches."""

import sys
from pathlib import Path

# The distribution openai-agents also installs a top-level `agents`; ours comes first. The one thing that happens at import.
_ROOT = str(Path(__file__).resolve().parent.parent)
if sys.path[:1] != [_ROOT]:
    sys.path.insert(0, _ROOT)
