from django.urls import path

from . import feedback

feedback_patterns = [
    path("feedback/", feedback.feedback, name="feedback"),
    path(
        "feedback/<int:remark_id>/remove/",
        feedback.remark_remove,
        name="remark_remove",
    ),
]
