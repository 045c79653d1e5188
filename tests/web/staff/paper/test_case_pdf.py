"""The whole case as a document: what it says, who may have it, and what is noted."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.review import actions
from intake.review.actions import Verdict
from intake.web.staff.cases.case_shown import case_context
from intake.web.staff.paper.content import Made, content_of
from intake.web.staff.paper.printing import as_pdf
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff
from tests.web.staff.cases.test_case_detail import TROUBLED, url
from tests.web.staff.reading import one, parsed

pytestmark = pytest.mark.django_db
MADE = Made("Ada Example", datetime(2026, 5, 4, 15, 0, tzinfo=UTC))


@pytest.fixture
def troubled(site):
    return make_case(TROUBLED, site=site, born_on=date(1950, 1, 2))


def content(case):
    return content_of(case_context(case), MADE)


def findings(told):
    return {one["id"]: one for group in told["groups"] for one in group["findings"]}


def test_every_page_says_whose_it_is_by_whom_and_when(troubled):
    with timezone.override("America/New_York"):
        told = content(troubled)

    assert told["reference"] == troubled.reference
    assert told["made"] == "made 4 May 2026, 11:00 a.m. by Ada Example"


def test_every_finding_of_the_page_is_in_it_with_its_causes(
    client, clinician, troubled
):
    client.force_login(clinician)
    page = client.get(url(troubled))

    told = findings(content(troubled))

    assert len(told) == len(parsed(page).select("[data-finding]"))
    for name, finding in told.items():
        assert one(page, f"[data-finding='{name}']")
        assert finding["causes"], name
        assert finding["sources"].startswith("ketamine 1"), name
    assert told["LOG-02"]["causes"][0][1] == "No"


def test_scores_trials_and_medicines_are_in_it(troubled):
    told = content(troubled)

    phq9 = next(s for s in told["scores"] if s["title"].startswith("Patient Health"))
    assert phq9["result"] == "17 of 27 moderately severe"
    assert len(phq9["rows"]) == 9
    assert len(told["trials"]) == 2
    assert [row[0].split(" ")[0] for row in told["medicines"]["rows"]] == [
        "oxycodone",
        "my",
        "Norvasc",
    ]


def test_decisions_and_observations_are_in_it(case, clinician):
    actions.observe(
        case=case, fact="capacity_concern", answer=answered("no"), by=clinician
    )
    verdict = Verdict({"iv_im": "not_now", "in": "eligible"}, "One.\n\nTwo.", "Words.")
    actions.record_decision(
        case=case, verdict=verdict, seen=actions.revision_of(case), by=clinician
    )

    told = content(case)

    assert told["decisions"][0]["rationale"] == ["One.", "Two."]
    assert [outcome for _route, outcome in told["decisions"][0]["outcomes"]] == [
        "Not now",
        "Eligible",
    ]
    assert len(told["observations"]) == 1


def test_nothing_that_a_person_writes_can_be_markup(site):
    odd = make_case({"medicines": [{"rx_name": '#panic() *x* "]"'}]}, site=site)

    assert as_pdf(content(odd), MADE.at).startswith(b"%PDF")


def test_the_same_content_gives_the_same_bytes(case):
    told = content(case)

    assert as_pdf(told, MADE.at) == as_pdf(told, MADE.at)


def test_downloading_it_is_recorded_and_its_name_says_nothing(client, clinician, case):
    client.force_login(clinician)

    reply = client.get(f"{url(case)}pdf/")

    assert reply["Content-Type"] == "application/pdf"
    assert (
        reply["Content-Disposition"] == f'attachment; filename="{case.reference}.pdf"'
    )
    assert "no-store" in reply["Cache-Control"]
    event = Event.objects.get(action="case.downloaded")
    assert (event.subject_id, event.actor_id) == (str(case.pk), str(clinician.pk))


def test_others_may_not_have_it(client, desk, case):
    client.force_login(desk)
    assert client.get(f"{url(case)}pdf/").status_code == 403

    client.force_login(make_staff("clinician", sites=(make_site(),)))
    assert client.get(f"{url(case)}pdf/").status_code == 404
    assert not Event.objects.filter(action="case.downloaded", outcome="done").exists()
