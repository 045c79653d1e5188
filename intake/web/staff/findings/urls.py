"""Addresses of the work on findings."""

from django.urls import path

from . import attachment, finding, inquiry

finding_patterns = [
    path("findings/<reference:reference>/<slug:key>/", finding.finding, name="finding"),
    path(
        "findings/<reference:reference>/<slug:key>/outside/",
        inquiry.inquiry_make,
        name="inquiry_make",
    ),
    path(
        "findings/<reference:reference>/outside/<int:number>/",
        inquiry.inquiry,
        name="inquiry",
    ),
    path(
        "findings/<reference:reference>/files/<int:number>/",
        attachment.attachment,
        name="attachment",
    ),
    path(
        "findings/<reference:reference>/work/<int:number>/",
        finding.finding_take_back,
        name="finding_take_back",
    ),
]
