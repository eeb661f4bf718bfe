"""The result: each character counted once; JSON out and in."""
