"""Where does what is shipped with the program lie: tables and fonts? What makes them is in ``tools/``."""

from pathlib import Path


def shipped(name: str) -> Path:
    """The file called ``name``. (``importlib.resources`` would say the same and takes 10 ms of every start.)"""
    return Path(__file__).with_name(name)
