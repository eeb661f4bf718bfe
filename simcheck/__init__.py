"""simcheck finds reused text in Chinese work reports, exact to the character, on your own machine."""

__version__ = "0.1.0"
