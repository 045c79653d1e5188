from django.urls import path

from . import policy, second_reader

policy_patterns = [
    path("policy/", policy.policy, name="policy"),
    path("policy/clocks/", policy.policy_clocks, name="policy_clocks"),
    path("policy/hours/", policy.policy_hours, name="policy_hours"),
    path("policy/rota/", policy.policy_rota, name="policy_rota"),
    path("policy/rota/add/", policy.rota_add, name="rota_add"),
    path("policy/rota/stand-in/", policy.rota_stand_in, name="rota_stand_in"),
    path(
        "policy/rota/<slug:kind>/<int:row_id>/remove/",
        policy.rota_remove,
        name="rota_remove",
    ),
    path("policy/escalation/", policy.policy_escalation, name="policy_escalation"),
    path(
        "policy/second-reader/",
        second_reader.policy_second_reader,
        name="policy_second_reader",
    ),
]
