"""Questionnaires: what they ask, whom, in which order, and what the answers show."""
