"""Postings on disk and their look-up: from a text to the texts that may share something with it.

features (what a text is found by) → segment (many texts' features in one file) → catalogue (which files and texts there
are) → candidates (which texts share something). Nothing here knows of alignment.
"""
