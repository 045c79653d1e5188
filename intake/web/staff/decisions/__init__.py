"""Deciding a case: outcomes, conditions, the letter, second readers and appeals."""
