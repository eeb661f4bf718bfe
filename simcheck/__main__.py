"""``python -m simcheck``."""

from simcheck.cli import enter

if __name__ == "__main__":
    enter()
