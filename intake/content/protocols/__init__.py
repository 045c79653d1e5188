"""Eligibility protocols, one file each, with their sources."""
