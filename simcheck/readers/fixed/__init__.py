"""Formats that know places on pages and no paragraphs."""
