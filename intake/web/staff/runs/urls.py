"""Addresses of the runs of a case."""

from django.urls import path

from . import case_runs

run_patterns = [
    path("cases/<reference:reference>/runs/", case_runs.case_runs, name="case_runs"),
]
