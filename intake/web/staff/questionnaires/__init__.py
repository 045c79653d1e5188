"""Questionnaires: proposed, compared, published and read."""
