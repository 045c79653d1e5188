from django.urls import path

from intake.web.staff import converters  # noqa: F401 - reads references

from . import case_tags, contacts, hand_overs, notes, tasks

CASE = "cases/<reference:reference>"

coordination_patterns = [
    path(f"{CASE}/notes/", notes.note_add, name="note_add"),
    path(f"{CASE}/notes/<int:number>/", notes.note_correct, name="note_correct"),
    path(f"{CASE}/notes/<int:number>/seen/", notes.note_seen, name="note_seen"),
    path(f"{CASE}/tasks/", tasks.task_add, name="task_add"),
    path(f"{CASE}/tasks/<int:number>/", tasks.task_end, name="task_end"),
    path(f"{CASE}/contacts/", contacts.case_contact, name="case_contact"),
    path(f"{CASE}/hand-over/", hand_overs.case_hand_over, name="case_hand_over"),
    path(
        f"{CASE}/hand-over/<int:number>/",
        hand_overs.hand_over_answer,
        name="hand_over_answer",
    ),
    path(f"{CASE}/tags/", case_tags.case_tags, name="case_tags"),
]
