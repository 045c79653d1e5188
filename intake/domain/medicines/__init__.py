"""Medicines: from the names that people write to the classes that rules know."""
