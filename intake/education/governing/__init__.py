"""Who stands for an article's words, and what became of them over time."""
