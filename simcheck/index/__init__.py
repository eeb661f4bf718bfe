"""Inverted index (倒排索引): from a text to the texts that may share something with it, by postings on disk.

features (what a text is found by) → segment (many texts' features in one file) → query (what is asked) → channels (who
has it) → candidates (which texts share something). Nothing here knows of alignment.
"""
