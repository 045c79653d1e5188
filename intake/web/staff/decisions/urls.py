"""Addresses on which a case is decided."""

from django.urls import path

from . import appeals, case_decide, conditions, letters, second_reading

CASE = "cases/<reference:reference>/"

decision_patterns = [
    path(f"{CASE}appeals/<int:number>/", appeals.appeal, name="appeal"),
    path(f"{CASE}decide/", case_decide.case_decide, name="case_decide"),
    path(f"{CASE}conditions/<int:number>/", conditions.condition, name="condition"),
    path(f"{CASE}letters/<int:number>/", letters.letter, name="letter"),
    path(f"{CASE}letters/<int:number>/pdf/", letters.letter_pdf, name="letter_pdf"),
    path(f"{CASE}second/", second_reading.second_reading, name="second_reading"),
]
