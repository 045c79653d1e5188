from django.urls import path

from . import breaks, trail

audit_patterns = [
    path("audit/", trail.trail, name="audit"),
    path("audit/unusual/", trail.unusual, name="audit_unusual"),
    path("audit/export/", trail.export, name="audit_export"),
    path("audit/break/", breaks.trail_break, name="audit_break"),
]
