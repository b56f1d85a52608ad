"""`python -m bulletin`: the same door as `bantin` and `build.py`."""

import sys

from bulletin.cli import main

if __name__ == "__main__":
    sys.exit(main())
