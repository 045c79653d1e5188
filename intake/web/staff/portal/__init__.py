"""Pages of the portal that wait for a clinician."""
