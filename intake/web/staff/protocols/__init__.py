"""Versions of the protocol, and evaluating open cases again."""
