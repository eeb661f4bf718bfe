"""``python -m simcheck``."""

import sys

from simcheck.cli import main

if __name__ == "__main__":
    sys.exit(main())
