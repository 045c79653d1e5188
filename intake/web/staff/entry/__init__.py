"""Filling in for patients who phone, send paper or come in."""
