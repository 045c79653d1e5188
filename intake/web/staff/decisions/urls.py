"""Addresses on which a case is decided."""

from django.urls import path

from . import case_decide

CASE = "cases/<reference:reference>/"

decision_patterns = [
    path(f"{CASE}decide/", case_decide.case_decide, name="case_decide"),
]
