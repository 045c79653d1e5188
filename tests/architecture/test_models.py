"""Rules over every model of the product."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey

OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("intake.")
    for model in config.get_models()
]

# Fields that say who somebody is or what they said: sealed, a keyed digest, or of
# staff. A new text field goes here or among the harmless ones, else a test fails.
IDENTIFYING = {
    "accounts.User": {"login", "name", "email", "password"},
    "accounts.SignInCode": {
        "address_index",
        "sealed_address",
        "code_digest",
        "session_digest",
    },
    "accounts.PasswordTry": {"login_index"},
    "accounts.OneTimeLink": {"token_digest"},
    "patients.Patient": {
        "wrapped_key",
        "sealed_email",
        "email_index",
        "phone_index",
        "surname_birth_index",
    },
    "patients.IdentityRecord": {"sealed"},
    "messaging.Outbox": {"sealed"},
    "safety.AlertEvent": {"sealed_note"},
    "questionnaires.SavedPage": {"sealed"},
    "questionnaires.ScoreRecord": {"sealed"},
    "review.Evaluation": {"sealed"},
    "review.Observation": {"sealed"},
    "review.Decision": {"sealed_rationale", "sealed_message"},
}
OF_A_PERSON = {
    "patients.Patient",
    "questionnaires.Response",
    "review.Case",
    "safety.Alert",
}
OPEN_TEXT = {"TextField", "CharField", "EmailField", "BinaryField", "JSONField"}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def people_s_models():
    return [
        model
        for model in OURS
        if label(model) in IDENTIFYING or label(model) in OF_A_PERSON
    ]


@pytest.mark.parametrize("model", people_s_models(), ids=label)
def test_what_patients_say_lies_in_no_open_field(model):
    """Every text or binary field of such a model is listed, or says nothing."""
    listed = IDENTIFYING.get(label(model), set())
    harmless = {
        "id", "state", "stage", "template", "last_error", "level", "present_level",
        "medical", "outcome", "kind", "page", "row", "language", "instrument",
        "wording_digest", "mode", "reference", "tier", "safety", "fact",
        "input_digest", "roles", "link_ids", "seen_digest", "answers_digest",
    }  # fmt: skip

    unknown = {
        field.name
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False)
        and field.get_internal_type() in OPEN_TEXT | {"ArrayField"}
        and field.name not in listed | harmless
    }

    assert unknown == set(), "List the field as identifying, or as harmless."


@pytest.mark.parametrize("name", sorted(IDENTIFYING))
def test_the_list_names_no_field_that_is_gone(name):
    fields = {field.name for field in apps.get_model(name)._meta.get_fields()}

    assert IDENTIFYING[name] <= fields


@pytest.mark.parametrize("name", sorted(OF_A_PERSON))
def test_what_belongs_to_a_person_is_reached_through_visible_to(name):
    assert hasattr(apps.get_model(name).objects, "visible_to")


@pytest.mark.parametrize("model", people_s_models(), ids=label)
def test_a_row_is_printed_without_saying_who_it_is(model):
    if label(model) == "accounts.User":  # staff are named in what they did
        pytest.skip("staff are named in what they did")
    row = model(**dict.fromkeys(IDENTIFYING.get(label(model), ()), b"SECRET"))

    assert "SECRET" not in str(row)


def test_deleting_never_takes_other_rows_along():
    """Every reference protects what it names, but for links that die with accounts."""
    may_cascade = {("accounts.OneTimeLink", "user")}
    found = {
        (label(model), field.name)
        for model in OURS
        if not hasattr(model, "get_url_parts")  # pages of Wagtail
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and not field.remote_field.parent_link
        and field.remote_field.on_delete.__name__ == "CASCADE"
        and model._meta.app_label != "education"
    }

    assert found <= may_cascade


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_of_an_app_stand_in_one_line(db):
    graph = MigrationLoader(connection).graph
    ends = [
        node
        for node in graph.leaf_nodes()
        if apps.get_app_config(node[0]).name.startswith("intake.")
    ]

    assert len(ends) == len({app for app, _name in ends})


def test_the_driver_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"
