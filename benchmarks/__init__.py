"""Measures what the tests do not: quality, speed, reading, robustness. Each takes its data by path."""
