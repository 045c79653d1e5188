"""Addresses of what is being filled in, and of filling in for a patient."""

from django.urls import path

from . import drafts, filling, help_now, people, readdressing, sending

entry_patterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("patients/<uuid:patient_id>/", people.patient, name="patient"),
    path(
        "patients/<uuid:patient_id>/change/",
        people.patient_change,
        name="patient_change",
    ),
    path(
        "patients/<uuid:patient_id>/address/",
        readdressing.patient_address,
        name="patient_address",
    ),
    path("entry/new/", people.entry_new, name="entry_new"),
    path("entry/<uuid:response_id>/", filling.entry, name="entry"),
    path("entry/<uuid:response_id>/<int:number>/", filling.page, name="entry_page"),
    path(
        "entry/<uuid:response_id>/<int:number>/rows/<uuid:row_id>/",
        filling.row,
        name="entry_row",
    ),
    path(
        "entry/<uuid:response_id>/<int:number>/rows/<uuid:row_id>/remove/",
        filling.row_remove,
        name="entry_row_remove",
    ),
    path(
        "entry/<uuid:response_id>/sections/<int:number>/",
        filling.section,
        name="entry_section",
    ),
    path("entry/<uuid:response_id>/now/", help_now.now, name="entry_now"),
    path("entry/<uuid:response_id>/check/", filling.check, name="entry_check"),
    path("entry/<uuid:response_id>/send/", sending.submit, name="entry_submit"),
]
