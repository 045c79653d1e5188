"""The runs of the rules over a case, what changed between them, and what grew old."""
