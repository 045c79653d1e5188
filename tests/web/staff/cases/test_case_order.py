"""The page of a case in the order in which it is read, with what leads to each part."""

from datetime import date

import pytest

from intake.domain.eligibility.finding import Severity
from intake.web.staff.cases.finding_groups import gravest_open, grouped
from tests.factories.cases import make_case
from tests.web.staff.cases.test_case_detail import TROUBLED, url
from tests.web.staff.reading import one, parsed, text, values


def finding(severity, settled=None, words=""):
    return {"severity": Severity(severity), "settled": settled, "words": words}


def test_a_settled_finding_is_not_among_the_open_ones():
    groups = grouped([finding("CI", settled={"by": "x"}), finding("CI")])

    assert len(groups[0]["findings"]) == 2
    assert groups[0]["open"] == 1


def test_the_most_severe_open_one_is_not_a_settled_one():
    settled, still_open = finding("CI", settled={"by": "x"}), finding("CLR")

    assert gravest_open([finding("INF"), settled, still_open]) is still_open
    assert gravest_open([settled]) is None


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def shown(self, client, clinician, site):
        case = make_case(TROUBLED, site=site, born_on=date(1950, 1, 2))
        client.force_login(clinician)
        return client.get(url(case))

    def test_every_part_can_be_jumped_to_in_the_order_of_the_page(self, shown):
        jumps = values(shown, "[data-jump]", "data-jump")
        ids = [tag["id"] for tag in parsed(shown).select("main section[id]")]

        assert jumps == [name for name in ids if name in jumps]
        assert {"person", "glance", "findings", "scores", "answers"} <= set(jumps)

    def test_the_list_counts_what_stands_in_each_part(self, shown):
        found = len(parsed(shown).select("[data-finding]"))

        assert text(one(shown, "[data-jump=findings]")) == f"Findings {found}"
        assert text(one(shown, "[data-jump=medicines]")) == "Medicines 3"

    def test_who_the_patient_is_comes_before_what_was_found(self, shown):
        sections = [tag["id"] for tag in parsed(shown).select("main section[id]")]

        assert sections.index("person") < sections.index("findings")

    def test_findings_stand_in_groups_that_say_how_many(self, shown):
        for group in parsed(shown).select("[data-group]"):
            code = group["data-group"]
            count = one(shown, f"[data-severity={code}]")["data-count"]

            assert int(count) == len(group.select("[data-finding]")) > 0
        assert values(shown, "[data-group]", "data-group") == list(Severity)

    def test_the_grave_groups_are_open_and_the_others_folded(self, shown):
        folded = [
            tag["data-group"]
            for tag in parsed(shown).select("[data-group]")
            if not tag.has_attr("open")
        ]

        assert folded == ["CAU", "INF"]

    def test_the_most_severe_is_named(self, shown):
        gravest = one(shown, "[data-gravest]")["data-gravest"]

        assert one(shown, f"[data-finding={gravest}]")["data-iv-im"] == "CI"

    def test_a_finding_says_what_would_change_it_and_by_which_version(self, shown):
        pressure = one(shown, "[data-finding=VAS-05]")

        assert text(pressure.select_one("[data-change-it]")) == (
            "What would change it: Systolic blood pressure: 140 mmHg or less; "
            "Diastolic blood pressure: 90 mmHg or less."
        )
        assert "ketamine 1" in text(pressure)
        opioid = text(one(shown, "[data-finding=MED-04] [data-change-it]"))
        assert "Medicine classes: without" in opioid

    def test_every_finding_says_what_would_change_it(self, shown):
        for each in parsed(shown).select("[data-finding]"):
            assert each.select("[data-change-it]"), each["data-finding"]
