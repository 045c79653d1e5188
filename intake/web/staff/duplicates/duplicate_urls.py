from django.urls import path

from . import comparing, duplicates

duplicate_patterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path(
        "duplicates/<uuid:first_id>/<uuid:second_id>/",
        comparing.same_person,
        name="same_person",
    ),
]
