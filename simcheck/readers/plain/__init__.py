"""Bytes in some encoding, without a format."""
