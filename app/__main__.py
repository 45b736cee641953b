"""`python -m app` is `fabula`."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main())
