"""The address of the document of a case."""

from django.urls import path

from . import case_pdf

paper_patterns = [
    path("cases/<reference:reference>/pdf/", case_pdf.case_pdf, name="case_pdf"),
]
