"""Notes on interactions on the page of a case, for clinicians alone."""

import pytest

from intake.domain.eligibility.finding import Severity
from intake.domain.medicines.notes import load_combined
from intake.domain.medicines.table import load_classes
from intake.review import evaluation
from intake.web.staff.cases.interactions_shown import severities_of
from tests.factories.cases import make_case
from tests.factories.checks import check
from tests.web.staff.reading import one, parsed, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client, clinician, site):
    """Gives the page of somebody who takes these medicines."""
    client.force_login(clinician)

    def show(*names):
        taken = [{"rx_name": name} for name in names]
        case = make_case({"medicines": taken}, site=site)
        return client.get(f"/staff/cases/{case.reference}/")

    return show


def test_a_class_has_mechanism_handling_source_and_a_severity_by_route(shown):
    note = one(shown("theophylline"), "[data-notes] [data-class=XAN]")

    words = text(note)
    assert "lower seizure threshold" in words
    assert "IV/IM: do not give together; IN: clearance" in words
    assert "Ketalar (ketamine) US label" in words
    assert "CI Contraindication" in words
    assert "CLR Needs clearance" in words


def test_what_is_recalled_is_marked(shown):
    note = one(shown("memantine"), "[data-class=NMDA]")

    assert "data-recalled" in note.attrs
    assert "source recalled" in text(note)
    assert "recalled, to be read again" in text(note)


def test_a_class_that_was_read_is_not_marked(shown):
    assert "data-recalled" not in one(shown("lorazepam"), "[data-class=BZD]").attrs


def test_a_medicine_with_several_classes_has_a_note_for_each(shown):
    notes = parsed(shown("buprenorphine")).select("[data-notes] [data-class]")

    codes = [note["data-class"] for note in notes]
    assert codes[0] == "OPI"
    assert {"OPI", "OPA"} <= set(codes)


def test_a_medicine_without_a_rule_is_never_called_safe(shown):
    page = shown("omeprazole")

    assert not parsed(page).select("[data-notes]")
    assert "That does not say that it is safe." in page.text


def test_several_together_are_named(shown):
    page = shown("oxycodone", "lorazepam", "sertraline")

    found = {
        tag["data-combined"]: text(tag)
        for tag in parsed(page).select("[data-combined]")
    }
    assert found.keys() == {"sedating", "opioid_benzodiazepine"}
    assert "(2): oxycodone, lorazepam." in found["sedating"]
    assert "Handling:" in found["opioid_benzodiazepine"]
    assert "Source:" in found["opioid_benzodiazepine"]


def test_what_is_not_taken_any_more_adds_up_no_longer(client, clinician, site):
    taken = [{"rx_name": "oxycodone"}, {"rx_name": "lorazepam"}]
    case = make_case({"medicines": taken}, site=site)
    check(case, "row-0", clinician, history="medicines", facts={"taken": "no"})
    client.force_login(clinician)

    page = client.get(f"/staff/cases/{case.reference}/")

    assert not parsed(page).select("[data-combined]")


def test_every_rule_about_one_class_gives_its_severities(db):
    rules = evaluation.active_protocol().rules
    found = severities_of(rules)

    without = {"ALC", "LI", "AD", "CNB", "NONE"}
    assert load_classes().keys() - without == found.keys()
    for code, by_route in found.items():
        worst = min(Severity(severity).rank for severity in by_route.values())
        if not load_classes()[code].signal:
            assert Severity(load_classes()[code].caution.name).rank == worst, code


def test_no_note_stands_on_a_page_of_the_patient(client, site):
    case = make_case({"medicines": [{"rx_name": "theophylline"}]}, site=site)
    client.force_login(case.patient.user)

    told = " ".join(
        text(parsed(client.get(address)))
        for address in (
            "/patient/",
            f"/patient/forms/{case.response.pk}/answers/",
        )
    )

    assert "theophylline" in told
    notes = [*load_classes().values(), *load_combined()]
    assert not [
        row.mechanism for row in notes if row.mechanism and row.mechanism in told
    ]
