"""Entities (实体): what in a text is a date, a number, a person, an office, a place? Rules, no model."""
