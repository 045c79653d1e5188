"""Confirming and disputing rows of the clinical tables."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, InternalError, transaction

from intake.audit.models import Event
from intake.domain.tables.shipped import load_tables
from intake.tables import actions
from intake.tables.actions import NoSuchRow, RowChanged, Said
from intake.tables.models import Statement
from intake.tables.report import Standing, progress, report, reported
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
RIGHT = Said("confirmed", "Label of 2024, section 2")
WRONG = Said("disputed", "Label of 2024, section 2", "It should be 30 mg.")
ROW = load_tables()["agents"].by_key["phenelzine"]


@pytest.fixture
def director(db):
    return make_staff("medical_director")


@pytest.fixture
def state(director):
    def state(said=RIGHT, row=ROW, seen=None, by=director):
        seen = actions.revision_of(row) if seen is None else seen
        return actions.state(row=row, said=said, seen=seen, by=by)

    return state


def standing(row=ROW):
    return reported([row])[0].standing


def test_a_recalled_row_is_open_until_somebody_states_something(state):
    assert standing() is Standing.OPEN

    state()

    assert standing() is Standing.CONFIRMED


def test_a_statement_holds_who_which_source_and_when(state, director):
    statement = state(WRONG)

    assert (statement.by, statement.source) == (director, WRONG.source)
    assert (statement.note, statement.digest) == (WRONG.note, ROW.digest)
    event = Event.objects.get(action="table_row.disputed")
    assert event.detail == {"table": "agents", "row": "phenelzine"}


def test_the_latest_statement_counts_and_the_earlier_is_kept(state):
    state(RIGHT)
    state(WRONG)

    assert standing() is Standing.DISPUTED
    assert [s.verdict for s in actions.statements_on(ROW)] == ["disputed", "confirmed"]


def test_a_row_that_changes_is_asked_anew(state):
    state()

    changed = replace(ROW, says={**ROW.says, "Weeks": "8"})

    assert standing(changed) is Standing.OPEN
    assert [s.verdict for s in actions.statements_on(changed)] == ["confirmed"]


def test_the_same_statement_twice_has_one_effect(state):
    assert state(seen=actions.revision_of(ROW)) == state(seen="an old page")
    assert Statement.objects.count() == 1


def test_what_a_colleague_stated_meanwhile_is_not_overlooked(state):
    seen = actions.revision_of(ROW)
    state(RIGHT)

    with pytest.raises(RowChanged):
        state(WRONG, seen=seen, by=make_staff("medical_director"))

    assert standing() is Standing.CONFIRMED
    assert Event.objects.get(action="table_row.disputed").outcome == "failed"


def test_what_was_looked_at_must_be_what_is_there(state):
    with pytest.raises(RowChanged):
        state(seen="0" * 64 + ".0")


@pytest.mark.parametrize(("table", "key"), [("agents", "x"), ("x", "phenelzine")])
def test_a_row_that_is_not_there_is_not_found(table, key):
    with pytest.raises(NoSuchRow):
        actions.find_row(table, key)


def test_statements_are_never_changed_or_deleted(state):
    state()

    with pytest.raises(InternalError), transaction.atomic():
        Statement.objects.update(verdict="disputed")
    with pytest.raises(InternalError), transaction.atomic():
        Statement.objects.all()._raw_delete("default")


@pytest.mark.parametrize("said", [Said("perhaps", "A book"), Said("confirmed", "")])
def test_the_database_refuses_what_is_no_statement(director, said):
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(
            table="agents",
            row="phenelzine",
            digest=ROW.digest,
            verdict=said.verdict,
            source=said.source,
            by=director,
        )


class TestReport:
    def test_it_lists_every_row_that_needs_confirming(self):
        listed = {(each.row.table, each.row.key) for each in report()}

        assert listed == {
            (row.table, row.key)
            for table in load_tables().values()
            for row in table.rows
            if row.needs_confirming
        }

    def test_a_row_that_was_read_is_listed_once_it_is_disputed(self, state):
        read = load_tables()["agents"].by_key["citalopram"]
        assert not read.needs_confirming

        state(WRONG, row=read)

        found = {each.row.digest: each for each in report()}
        assert found[read.digest].standing is Standing.DISPUTED

    def test_progress_counts_what_is_confirmed(self, state):
        before = progress(report())["agents"]
        state()

        after = progress(report())["agents"]

        assert after[Standing.CONFIRMED] == before[Standing.CONFIRMED] + 1
        assert after[Standing.OPEN] == before[Standing.OPEN] - 1

    def test_it_costs_one_query(self, state, django_assert_num_queries):
        state()

        with django_assert_num_queries(1):
            assert [e.statement.by.name for e in report() if e.statement]
