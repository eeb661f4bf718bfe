"""Formats of word processors, which know paragraphs, lists and notes."""
