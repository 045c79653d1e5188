"""A page with a question of every kind, each with every way out that it may offer."""

from intake.domain.questionnaire.items import ItemType

STATES = {"states": ["unsure", "declined", "na"]}
COLORS = {
    "options": [
        {"code": "red", "text": "Red"},
        {"code": "blue", "text": "Blue"},
        {"code": "none", "text": "None", "exclusive": True},
    ]
}

QUESTIONS = [
    {"link_id": "truth", "type": "boolean", **STATES},
    {"link_id": "one", "type": "choice", **COLORS, **STATES},
    {"link_id": "several", "type": "choice", "repeats": True, **COLORS, **STATES},
    {"link_id": "open", "type": "open-choice", **COLORS, **STATES},
    {"link_id": "whole", "type": "integer", "minimum": 0, "maximum": 300, **STATES},
    {"link_id": "count", "type": "integer"},
    {"link_id": "exact", "type": "decimal", "minimum": 0, "maximum": 10, **STATES},
    {"link_id": "day", "type": "date", "past": True, **STATES},
    {"link_id": "about", "type": "date", "partial": True, **STATES},
    {
        "link_id": "begun",
        "type": "date",
        "partial": True,
        "to_the_month": True,
        "past": True,
        **STATES,
    },
    {"link_id": "height", "type": "quantity", "dimension": "height", **STATES},
    {"link_id": "weight", "type": "quantity", "dimension": "weight", **STATES},
    {"link_id": "line", "type": "string", **STATES},
    {"link_id": "words", "type": "text", "max_length": 1000, **STATES},
    {"link_id": "moment", "type": "dateTime", **STATES},
    {"link_id": "hour", "type": "time", **STATES},
    {"link_id": "link", "type": "url", **STATES},
    {"link_id": "plain", "type": "string", "help": "As you say it."},
    {"link_id": "medicine", "type": "string", "catalogue": "medicines", **STATES},
]
ITEMS = [
    {
        "link_id": "page",
        "type": "group",
        "text": "Everything",
        "items": [row | {"text": f"Question {row['link_id']}"} for row in QUESTIONS],
    }
]
NOT_ASKED = {ItemType.GROUP, ItemType.DISPLAY}

assert {row["type"] for row in QUESTIONS} == set(ItemType) - NOT_ASKED
