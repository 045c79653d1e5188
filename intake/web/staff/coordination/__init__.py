"""What staff write to each other about a case."""
