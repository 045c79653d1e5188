"""Treatments and medicines in a case, with their evidence and stage."""
