"""Scores in a case, and the ones that staff enter."""
