"""Rows of the clinical tables that wait for a clinician to confirm them."""
