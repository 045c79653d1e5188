"""The runs of a case and what changed between two of them; facts that grew old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.review import actions
from tests.factories.cases import make_case
from tests.factories.staff import make_site, make_staff
from tests.web.staff.cases.test_case_detail import url
from tests.web.staff.reading import one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def observed(case, clinician):
    """A case whose rules ran three times: without, with and again without a concern."""
    for value in ("yes", "no"):
        actions.observe(
            case=case, fact="capacity_concern", answer=answered(value), by=clinician
        )
    return case


@pytest.fixture
def read(client, clinician):
    client.force_login(clinician)
    return lambda case, **query: client.get(f"{url(case)}runs/", query)


def test_every_run_is_listed_with_its_version_and_input(read, observed):
    rows = parsed(read(observed)).select("[data-run]")

    assert len(rows) == 3
    assert [row["data-run"] for row in rows] == [
        str(run.pk) for run in observed.evaluations.all()
    ]
    assert "ketamine 1" in text(rows[0])
    assert observed.evaluations.first().input_digest[:8] in text(rows[0])


def test_the_last_two_are_compared_at_first(read, observed):
    assert values(read(observed), "[data-gone]", "data-gone") == ["PSY-07"]


def test_any_two_can_be_compared_the_earlier_one_first(read, observed):
    newest, middle, oldest = observed.evaluations.all()

    page = read(observed, before=middle.pk, after=oldest.pk)

    assert values(page, "[data-added]", "data-added") == ["PSY-07"]
    page = read(observed, before=newest.pk, after=oldest.pk)
    assert not parsed(page).select("[data-difference]")


def test_a_case_that_was_evaluated_once_has_nothing_to_compare(read, case):
    page = read(case)

    assert len(parsed(page).select("[data-run]")) == 1
    assert not parsed(page).select("[data-compare]")


@pytest.mark.parametrize("named", ["0", "-1", "abc", "9" * 30])
def test_a_run_of_something_else_is_not_compared(read, observed, named):
    page = read(observed, before=named, after=named)

    assert page.status_code == 200
    assert values(page, "[data-gone]", "data-gone") == ["PSY-07"]


def test_looking_at_the_runs_is_looking_at_the_case(read, observed):
    read(observed)

    assert Event.objects.get(action="case.read").subject_id == str(observed.pk)


def test_the_list_costs_the_same_for_three_runs_as_for_two(
    read, observed, clinician, django_assert_num_queries
):
    with django_assert_num_queries(13):
        read(observed)
    actions.observe(
        case=observed, fact="capacity_concern", answer=answered("yes"), by=clinician
    )

    with django_assert_num_queries(13):
        read(observed)


def test_another_site_does_not_find_it(client, observed):
    client.force_login(make_staff("clinician", sites=(make_site(),)))

    assert client.get(f"{url(observed)}runs/").status_code == 404


def test_the_front_desk_may_not_read_it(client, desk, observed):
    client.force_login(desk)

    assert client.get(f"{url(observed)}runs/").status_code == 403


class TestOldFacts:
    @pytest.fixture
    def shown(self, client, clinician):
        client.force_login(clinician)
        return lambda case: client.get(url(case))

    def test_a_reading_past_its_days_is_marked_with_its_age(self, shown, site):
        case = make_case({"bp_date": 45}, site=site)

        old = one(shown(case), "[data-old=bp_sys]")

        assert old["data-age"] == "45"
        assert "45 days old" in text(old)
        assert "124 mmHg" in text(old)

    def test_what_is_fresh_is_not_marked(self, shown, case):
        assert not parsed(shown(case)).select("[data-old-facts]")

    def test_a_score_grows_old_while_the_case_waits(self, shown, case, monkeypatch):
        later = timezone.now() + timedelta(days=15)
        monkeypatch.setattr(
            "intake.practice.models.Organisation.today",
            lambda self, now=None: (now or later).date(),
        )

        page = shown(case)

        assert one(page, "[data-old=phq9]")["data-age"] in ("14", "15", "16")
        assert parsed(page).select("[data-old=asq]")

    def test_the_patient_is_asked_for_all_of_them_at_once(self, client, shown, site):
        case = make_case({"bp_date": 45}, site=site)
        address = one(shown(case), "a[data-ask-old]")["href"]

        ask = client.get(address)

        chosen = values(ask, "input[name=items][checked]", "value")
        assert {"bp_sys", "bp_dia"} <= set(chosen)
