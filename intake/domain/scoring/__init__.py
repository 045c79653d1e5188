"""Scoring of the instruments: one module each, with ITEMS and score()."""
