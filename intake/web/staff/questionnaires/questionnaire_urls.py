from django.urls import path

from . import proposals, questionnaires, versions

VERSION = "questionnaires/<slug:code>/<int:number>/"
PROPOSAL = "questionnaires/proposals/<uuid:proposal_id>/"

questionnaire_patterns = [
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/add/", proposals.questionnaire_add, name="questionnaire_add"),
    path(
        "questionnaires/<slug:code>/close/",
        questionnaires.questionnaire_close,
        name="questionnaire_close",
    ),
    path(PROPOSAL, proposals.proposal, name="proposal"),
    path(f"{PROPOSAL}pages/<int:page>/", proposals.proposal_page, name="proposal_page"),
    path(f"{PROPOSAL}print/", proposals.proposal_print, name="proposal_print"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}open/", questionnaires.version_open, name="version_open"),
    path(f"{VERSION}pages/<int:page>/", versions.version_page, name="version_page"),
    path(f"{VERSION}print/", versions.version_print, name="version_print"),
]
