"""Rules over every model of the product."""

from functools import cache

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.models import CASCADE, BinaryField, ForeignKey

from intake.audit import privileges
from intake.patients.models import Patient
from tests.architecture.fields import IDENTIFYING, PLAIN

OURS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("intake.")
    for model in config.get_models()
]
APPS = sorted({model._meta.app_label for model in OURS})
SEALED = ("sealed", "wrapped", "index", "digest")
STAFF = "accounts.User"  # staff are named in what they did, patients nowhere
# Reached from a patient or case that somebody may see, and in no other way.
INSIDE = {
    "patients.Acceptance",
    "patients.BirthDateTry",
    "patients.IdentityRecord",
}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def own_fields(model) -> list:
    kept = [*model._meta.local_fields, *model._meta.local_many_to_many]
    inherited = [field for field in model._meta.fields if field not in kept]
    return kept + [field for field in inherited if field.model._meta.abstract]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_every_field_is_listed_once_as_identifying_or_plain(model):
    names = {field.name for field in own_fields(model)}
    identifying = IDENTIFYING.get(label(model), set())
    plain = PLAIN.get(label(model), set())

    assert names - identifying - plain == set(), "List it in tests/architecture/fields."
    assert identifying & plain == set()
    assert (identifying | plain) - names == set(), "The field is gone."


def test_no_list_names_a_model_that_is_gone():
    assert IDENTIFYING.keys() | PLAIN.keys() == {label(model) for model in OURS}


@pytest.mark.parametrize("name", sorted(IDENTIFYING.keys() - {STAFF}))
def test_what_identifies_a_patient_lies_sealed_or_as_a_digest(name):
    model = apps.get_model(name)

    for field in IDENTIFYING[name]:
        assert isinstance(model._meta.get_field(field), BinaryField), field
        assert any(word in field for word in SEALED), field


@pytest.mark.parametrize("name", sorted(IDENTIFYING.keys() - {STAFF}))
def test_a_row_is_printed_without_what_identifies(name):
    secret = dict.fromkeys(IDENTIFYING[name], b"SECRET")

    assert "SECRET" not in str(apps.get_model(name)(**secret))


def test_an_account_without_a_name_is_printed_by_its_number():
    account = apps.get_model(STAFF)(is_patient=True)

    assert str(account) == f"account {account.pk}"


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in OURS
        if model is Patient
        or any(field.related_model is Patient for field in model._meta.fields)
    ],
    ids=label,
)
def test_what_belongs_to_a_person_is_reached_through_visible_to(model):
    assert hasattr(model.objects, "visible_to") != (label(model) in INSIDE)


def test_deleting_never_takes_other_rows_along():
    """Every reference protects what it names, but for what dies with an account."""
    found = {
        (label(model), field.name)
        for model in OURS
        for field in own_fields(model)
        if isinstance(field, ForeignKey)
        and not field.remote_field.parent_link
        and field.remote_field.on_delete is CASCADE
    }

    assert found <= {
        ("accounts.BrowserSession", "account"),
        ("accounts.Factor", "user"),
        ("accounts.FactorTry", "user"),
        ("accounts.OneTimeLink", "user"),
        ("accounts.RecoveryCode", "user"),
    }


@pytest.mark.parametrize("model", OURS, ids=label)
def test_what_is_kept_for_good_has_a_trigger_that_keeps_it(model):
    """Rows that only ever are added; the database refuses anything else."""
    kept = {
        "accounts.SignInCode",
        "accounts.SignInTry",
        "audit.Acknowledgement",
        "audit.Event",
        "audit.Verification",
        "coordination.Contact",
        "coordination.Note",
        "decisions.Appeal",
        "decisions.AppealAnswer",
        "decisions.Condition",
        "decisions.ConditionStep",
        "decisions.Letter",
        "decisions.Opinion",
        "decisions.ReadingEnd",
        "decisions.SecondReading",
        "education.Edition",
        "education.ReasonsSignOff",
        "education.ReviewNotice",
        "education.SignOff",
        "education.Translation",
        "learning.Step",
        "patients.Acceptance",
        "patients.BirthDateTry",
        "patients.ConsentWithdrawal",
        "patients.EmergencyAccess",
        "patients.EmergencyEnd",
        "patients.EmergencyReview",
        "patients.IdentityRecord",
        "patients.Readdressing",
        "patients.ReaddressingEnd",
        "patients.PrivacyNotice",
        "findings.Attachment",
        "findings.Ending",
        "findings.FindingWork",
        "findings.Inquiry",
        "findings.InquiryTry",
        "patients.Sameness",
        "payers.Sheet",
        "payers.Signature",
        "reminders.Step",
        "reruns.Rerun",
        "questions.Question",
        "questions.Ending",
        "questionnaires.Attestation",
        "questionnaires.InformationRequest",
        "questionnaires.SavedPage",
        "questionnaires.ScoreRecord",
        "questionnaires.Version",
        "rights.Erasure",
        "rights.ErasureRequest",
        "rights.Hold",
        "rights.HoldEnd",
        "rights.Notice",
        "rights.RequestEnd",
        "rights.RetentionRun",
        "review.Decision",
        "review.Evaluation",
        "review.Observation",
        "review.ProtocolVersion",
        "review.RouteOutcome",
        "review.SourceCheck",
        "tables.Statement",
        "safety.AlertEvent",
        "safety.SafetyPlan",
        "safety.Told",
    }
    triggers = {trigger.name for trigger in getattr(model._meta, "triggers", [])}

    assert ("append_only" in triggers) == (label(model) in kept)


EMPTIED = """
SELECT relname::text FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid
 WHERE tgtype & 32 <> 0 AND tgenabled = 'O' ORDER BY relname
"""  # 32 says that a trigger is asked before or after TRUNCATE


def test_what_is_kept_for_good_is_not_emptied_by_its_owner_either(db):
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED)
        guarded = [name for (name,) in cursor.fetchall()]

    assert guarded == privileges.tables()


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@cache
def migrations() -> MigrationGraph:
    return MigrationLoader(None).graph


@pytest.mark.parametrize("app", APPS)
def test_migrations_of_an_app_stand_in_one_line(app):
    graph = migrations()
    here = [node for node in graph.nodes if node[0] == app]
    before = [
        [parent for parent in graph.node_map[node].parents if parent.key[0] == app]
        for node in here
    ]

    assert sorted(len(parents) for parents in before) == [0] + [1] * (len(here) - 1)
    assert len([node for node in graph.leaf_nodes(app) if node in here]) == 1


@pytest.mark.parametrize("app", APPS)
def test_a_migration_says_what_it_does(app):
    names = [name for own, name in migrations().nodes if own == app]

    assert not [name for name in names if "auto_" in name]


def test_the_driver_is_psycopg2():
    assert connection.Database.__name__ == "psycopg2"
