from django.urls import path

from . import holds, requests, retention

privacy_patterns = [
    path("privacy/", requests.privacy, name="privacy"),
    path("privacy/requests/add/", requests.privacy_ask, name="privacy_ask"),
    path(
        "privacy/requests/<int:number>/",
        requests.privacy_request,
        name="privacy_request",
    ),
    path("privacy/retention/", retention.privacy_retention, name="privacy_retention"),
    path("privacy/holds/add/", holds.privacy_hold_add, name="privacy_hold_add"),
    path("privacy/holds/<int:number>/", holds.privacy_hold, name="privacy_hold"),
]
