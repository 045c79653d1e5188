"""A case on its page: findings, answers and changes."""
