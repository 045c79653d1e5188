"""Links that lead out of the portal, and whether they still do."""
