"""What a sheet says: everything that is known, and nothing else."""

import json

import pytest

from intake.domain.payers.shipped import load_rule_sets
from intake.payers.content import compose
from intake.practice.models import Organisation
from tests.factories.cases import make_case
from tests.factories.checks import check
from tests.factories.scores import enter, entry

pytestmark = pytest.mark.django_db
NOTHING = {
    "dx_mdd": "unsure",
    "episode_months": "unsure",
    "height": "declined",
    "weight": "declined",
    "psychotherapy": "unsure",
    "treatments": [
        {
            "tx_drug": "unknown",
            "tx_for_depression": "unsure",
            "tx_this_episode": "unsure",
        }
    ],
    "aneurysm": "unsure",
}


def composed(case, code="cigna"):
    return compose(case, load_rule_sets()[code])


@pytest.fixture
def content(case):
    return composed(case)


def test_the_trials_stand_with_dose_time_response_and_evidence(content):
    first = content["trials"][0]

    assert first["name"].startswith("sertraline")
    assert first["dose"] == "150 mg a day"
    assert first["weeks"] == "at this dose: 12 weeks"
    assert first["response"] == "less than 25 % better"
    assert first["stopped"] == "did not help enough"
    assert first["evidence"].startswith("reported by the patient, ")


def test_what_a_source_says_stands_with_whose_word_it_is(case, clinician):
    check(case, "row-0", clinician, facts={"dose": 25.0, "started": "2024-05"})

    content = composed(case)

    first = content["trials"][0]
    assert (first["dose"], first["begun"]) == ("25 mg a day", "May 2024")
    assert first["outcome"] == "dose below the usual minimum"
    assert first["evidence"].startswith("reported by the patient")
    (checked,) = first["checked"]
    assert checked.startswith(f"dose, begun: from a pharmacy list by {clinician.name}")
    assert "Main Street Pharmacy" in checked
    trials = next(s for s in content["standings"] if "antidepressants" in s["text"])
    assert trials["verdict"] == "missing"


def test_scores_stand_with_their_day_and_who_gave_them(case, clinician):
    enter(case.response, entry("qids"), clinician)

    scores = composed(case)["scores"]

    assert {score["title"]: score["how"] for score in scores} == {
        "PHQ-9": "answered by the patient",
        "QIDS-SR16": f"entered by {clinician.name}",
    }
    today = Organisation.current().today()
    assert all(f"{today.day} {today:%B %Y}" == score["day"] for score in scores)


def test_a_payer_is_told_no_other_scores(content):
    assert [score["title"] for score in content["scores"]] == ["PHQ-9"]
    assert "AUDIT" not in json.dumps(content["scores"])


def test_what_was_asked_about_a_treatment_stands_under_it(site):
    treated = {"psychotherapy": "yes", "therapy_kind": ["cbt"], "therapy_sessions": 12}

    others = composed(make_case(treated, site=site))["others"]

    assert others[0] == ["Talk therapy", "yes"]
    assert [
        "What kind of talk therapy was it?",
        "Cognitive behavioral therapy (CBT)",
    ] in others
    assert ["About how many meetings of talk therapy did you have?", "12"] in others
    assert ["When did your last talk therapy begin?", "not known"] in others
    assert ["Transcranial magnetic stimulation", "no"] in others


def test_of_a_treatment_that_nobody_had_no_more_is_told(content):
    assert [label for label, _said in content["others"]] == [
        "Talk therapy",
        "Transcranial magnetic stimulation",
        "Electroconvulsive therapy",
        "Vagus nerve stimulation",
    ]


def test_height_weight_and_body_mass_index_stand_as_they_were_given(content):
    assert content["body"][:2] == [["Height", "5 ft 6 in"], ["Weight", "150 lb"]]
    assert content["body"][2][1].startswith("24.2")


def test_a_contraindication_is_present_absent_or_not_known(site):
    case = make_case({"allergy": "yes", "aneurysm": "unsure"}, site=site)

    found = composed(case)["contraindications"]

    assert found["present"] == [
        "Allergy to ketamine, esketamine or an ingredient",
    ]
    assert any(title.startswith("Aneurysm") for title in found["unknown"])
    assert any(title.startswith("Arteriovenous") for title in found["absent"])


def test_what_is_missing_is_named(content):
    gaps = content["gaps"]

    assert "Trial 1 (sertraline), not known: when it was begun." in gaps
    assert "Insurance: member and group number are not asked here." in gaps
    assert any(gap.startswith("For the clinician to state: Prescribed") for gap in gaps)


def test_of_somebody_who_says_nothing_nothing_is_invented(site):
    content = composed(make_case(NOTHING, site=site))

    assert content["body"] == [
        ["Height", "not known"],
        ["Weight", "not known"],
        ["Body mass index", "not known"],
    ]
    assert content["diagnosis"][0][1] == "not sure (reported by the patient)"
    trial = content["trials"][0]
    assert {trial[name] for name in ("name", "dose", "begun", "response", "class")} == {
        "not known"
    }
    assert not [s for s in content["standings"] if s["verdict"] == "met"]
    assert "Height: not known." in content["gaps"]


def test_without_any_trial_the_sheet_says_so(site):
    content = composed(make_case({"treatments": []}, site=site))

    assert content["trials"] == []
    assert content["is_confirmed"]


def test_the_same_knowledge_gives_the_same_content(case):
    assert composed(case) == composed(case)
