"""Addresses of the protocol and of evaluating open cases again."""

from django.urls import path

from . import protocols, reruns

protocol_patterns = [
    path("protocols/", protocols.protocols, name="protocols"),
    path("protocols/<int:number>/", protocols.protocol, name="protocol"),
    path("protocols/runs/<uuid:rerun_id>/", reruns.rerun, name="rerun"),
]
