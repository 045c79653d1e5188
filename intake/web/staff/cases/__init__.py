"""A case on its page: findings, answers, changes and the decision."""
