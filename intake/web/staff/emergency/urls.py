from django.urls import path

from . import views

emergency_patterns = [
    path("emergency/", views.open_record, name="emergency"),
    path("emergency/end/", views.end, name="emergency_end"),
    path("emergency/report/", views.report, name="emergency_report"),
    path("emergency/report/<int:number>/", views.review, name="emergency_review"),
]
