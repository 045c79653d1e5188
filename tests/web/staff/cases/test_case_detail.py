"""The page of a case: what the rules found, and everything it rests on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from intake.audit.models import Event
from intake.domain.answer import answered
from intake.domain.eligibility.finding import Severity
from intake.domain.safety import Level
from intake.patients.identity import email_of
from intake.review import actions
from intake.review.actions import Verdict
from intake.review.models import Case
from intake.rights import holding
from intake.safety import actions as safety
from intake.safety.actions import Concern
from tests.factories.cases import make_case
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db
TROUBLED = {
    "cv_history": "yes",
    "aneurysm": "yes",
    "allergy": "yes",
    "bp_sys": 152,
    "bp_dia": 94,
    "stay": "no",
    "resp_treated": "yes",
    "medicines": [
        {"rx_name": "oxycodone", "rx_dose": "10 mg"},
        {"rx_name": "my little blue pill"},
        {"rx_name": "Norvasc", "rx_dose": "5 mg"},
    ],
}


def url(case):
    return f"/staff/cases/{case.reference}/"


@pytest.fixture
def troubled(site):
    """Somebody aged 70 or more with a finding of every severity."""
    return make_case(TROUBLED, site=site, born_on=date(1950, 1, 2))


@pytest.fixture
def shown(client, clinician, troubled):
    client.force_login(clinician)
    return client.get(url(troubled))


def test_both_routes_stand_there_with_what_they_came_to(shown):
    assert one(shown, "[data-route=iv_im]")["data-status"] == "CI"
    assert one(shown, "[data-route=in]")["data-status"] == "CI"


def test_a_route_that_was_not_asked_for_says_so_and_comes_last(client, clinician, site):
    case = make_case({"routes": ["in"]}, site=site)
    client.force_login(clinician)

    page = client.get(url(case))

    assert values(page, "[data-route]", "data-route") == ["in", "iv_im"]
    assert "not asked for" in text(one(page, "[data-route=iv_im]"))


def test_findings_stand_in_order_the_gravest_first(shown):
    ranks = [
        min(Severity(code).rank for code in (tag["data-iv-im"], tag["data-in"]) if code)
        for tag in parsed(shown).select("[data-finding]")
    ]

    assert len(set(ranks)) == len(Severity)
    assert ranks == sorted(ranks)


def test_a_finding_says_both_severities_and_the_answer_that_caused_it(shown):
    finding = one(shown, "[data-finding=LOG-02]")

    assert (finding["data-iv-im"], finding["data-in"]) == ("CAU", "CLR")
    cause = finding.select_one("[data-item=stay]")
    assert text(cause).startswith("Can you stay")
    assert cause.select_one("b").text.strip() == "No"


def test_every_finding_has_its_words_its_cause_and_its_source(shown):
    for finding in parsed(shown).select("[data-finding]"):
        assert text(finding.select_one("h3"))
        assert finding.select("[data-item]"), finding["data-finding"]
        assert "Source:" in text(finding)


def test_words_come_before_codes(shown):
    finding = one(shown, "[data-finding=VAS-05]")

    assert text(finding.select_one("h3")) == "Last blood pressure above 140 or above 90"
    assert "Answers:" not in text(finding)


def test_a_reading_is_shown_once_with_its_day(shown):
    causes = one(shown, "[data-finding=VAS-05]").select("[data-item]")

    assert [tag["data-item"] for tag in causes] == ["bp_sys", "bp_dia"]
    assert "152" in text(causes[0])


def test_of_a_list_of_medicines_the_one_that_matters_is_named(shown):
    assert "oxycodone · 10 mg" in text(one(shown, "[data-finding=MED-04]"))
    assert "Norvasc" not in text(one(shown, "[data-finding=MED-04]"))
    assert "my little blue pill" in text(one(shown, "[data-finding=MED-17]"))


def test_a_fact_that_no_question_gave_is_told_all_the_same(shown):
    assert "years" in text(one(shown, "[data-finding=AGE-02] [data-item=age]"))


def test_what_is_not_known_is_a_finding_with_the_question(client, clinician, site):
    case = make_case({"escort": "unsure"}, site=site)
    client.force_login(clinician)

    finding = one(client.get(url(case)), "[data-finding='UNK:escort']")

    assert text(finding.select_one("h3")).startswith("Not known:")
    assert "Not sure" in text(finding.select_one("[data-item=escort]"))


def test_a_source_that_was_not_read_again_says_so(shown):
    recalled = text(one(shown, "[data-finding=ALL-01]"))
    read = text(one(shown, "[data-finding=LOG-02]"))

    assert "(recalled, to be read again)" in recalled
    assert "recalled" not in read


def test_scores_stand_there_with_every_answer(shown):
    score = one(shown, "[data-score=phq9]")

    assert (score["data-total"], score["data-band"]) == ("17", "moderately_severe")
    assert len(score.select("dd[data-item]")) == 9
    assert values(shown, "[data-score]", "data-score")[0] == "asq"


def test_an_item_that_was_not_due_is_told_from_one_left_empty(shown):
    asq = one(shown, "[data-score=asq]")

    assert text(asq.select_one("dd[data-item=asq_5]")) == "Not asked"
    assert text(one(shown, "[data-score=gad7] dd[data-item=gad7_1]")) == "No answer"


def test_a_score_with_a_missing_item_says_what_it_may_be(client, clinician, site):
    answers = {f"phq9_{n}": 2 for n in range(1, 9)} | {"phq9_9": "declined"}
    case = make_case(answers, site=site)
    client.force_login(clinician)

    score = one(client.get(url(case)), "[data-score=phq9]")

    assert score["data-total"] == ""
    assert "between 16 and 19" in text(score)
    assert "1 item missing" in text(score)


def test_a_band_is_told_in_words(client, clinician, site):
    case = make_case({f"phq9_{n}": 2 for n in range(1, 9)}, site=site)
    client.force_login(clinician)

    score = one(client.get(url(case)), "[data-score=phq9]")

    assert score["data-band"] == "moderately_severe"
    assert "16 of 27 moderately severe" in text(score)


def test_each_trial_says_whether_it_counts_and_why(shown):
    trials = parsed(shown).select("[data-trial]")

    assert [tag["data-outcome"] for tag in trials] == ["failed_adequate"] * 2
    assert "150 mg a day" in text(trials[0])
    assert "2 for certain, 2 at most" in text(one(shown, "main"))


def test_a_stage_that_cannot_be_told_says_what_is_not_known(client, clinician, site):
    case = make_case({"episode_months": "unsure"}, site=site)
    client.force_login(clinician)

    words = text(one(client.get(url(case)), "main"))

    assert "Not known: How long this episode has lasted" in words


def test_a_case_without_treatments_or_medicines_says_so(client, clinician, site):
    case = make_case({"treatments": [], "medicines": []}, site=site)
    client.force_login(clinician)

    page = client.get(url(case))

    assert not parsed(page).select("[data-trial], [data-medicine]")
    assert "The patient listed none." in page.text
    assert "The patient says: none." in page.text


def test_each_medicine_says_its_classes(shown):
    medicines = {
        tag["data-medicine"]: tag["data-classes"].split()
        for tag in parsed(shown).select("[data-medicine]")
    }

    assert "OPI" in medicines["oxycodone"]
    assert "AHT" in medicines["amlodipine"]
    assert "UNKNOWN" in medicines[""]


def test_several_sedating_medicines_are_pointed_out(client, clinician, site):
    both = [{"rx_name": "oxycodone"}, {"rx_name": "lorazepam"}]
    client.force_login(clinician)

    one_alone = client.get(url(make_case({"medicines": both[:1]}, site=site)))
    together = client.get(url(make_case({"medicines": both}, site=site)))

    assert not parsed(one_alone).select("[data-combined=sedating]")
    note = text(one(together, "[data-combined=sedating]"))
    assert note.startswith("Several sedating medicines (2): oxycodone, lorazepam.")


def test_all_answers_stand_there_in_the_words_that_were_seen(shown):
    answers = parsed(shown).select("details.answers dd[data-item=stay]")

    assert [text(answer) for answer in answers] == ["No"]


def test_deciding_is_one_press_away(shown, troubled):
    assert one(shown, "a[data-decide]")["href"] == f"{url(troubled)}decide/"


def test_a_medical_task_for_today_stands_on_top(client, clinician, site):
    case = make_case({"cv_unstable": "yes"}, site=site)
    client.force_login(clinician)

    page = client.get(url(case))

    assert "A medical task is due today" in text(one(page, ".conclusion"))


def test_the_answers_behind_the_level_of_safety_stand_on_top(client, clinician, site):
    case = make_case({"phq9_9": 2, "asq_3": "yes", "asq_4": "declined"}, site=site)
    client.force_login(clinician)

    behind = one(client.get(url(case)), "[data-safety-answers]")

    told = [tag["data-item"] for tag in behind.select("[data-item]")]
    assert told == ["phq9_9", "asq_3", "asq_4"]
    assert "More than half the days" in text(behind)


def test_a_calm_case_has_no_such_answers(client, clinician, case):
    client.force_login(clinician)

    assert not parsed(client.get(url(case))).select("[data-safety-answers]")


def test_an_open_alert_is_linked(client, clinician, case):
    alert = safety.note_level(
        patient=case.patient, concern=Concern(Level.HIGH), by=None
    ).alert
    client.force_login(clinician)

    page = client.get(url(case))

    assert one(page, f"a[href='/staff/alerts/{alert.pk}/']")


def test_decisions_stand_there_with_the_replaced_ones(client, clinician, case):
    for message in ("First words.", "Second words."):
        verdict = Verdict({"iv_im": "not_now", "in": "not_now"}, "Why", message)
        seen = actions.revision_of(case)
        actions.record_decision(case=case, verdict=verdict, seen=seen, by=clinician)
    client.force_login(clinician)

    page = client.get(url(case))

    newest, oldest = parsed(page).select("article.decision")
    assert "Second words." in text(newest)
    assert "First words." in text(oldest)
    assert "replaced" in oldest["class"]


def test_an_evaluation_after_the_decision_is_pointed_out(client, clinician, case):
    verdict = Verdict({"iv_im": "eligible", "in": "eligible"}, "Why", "What")
    seen = actions.revision_of(case)
    actions.record_decision(case=case, verdict=verdict, seen=seen, by=clinician)
    client.force_login(clinician)
    assert "evaluated again after this decision" not in client.get(url(case)).text

    actions.observe(
        case=case, fact="capacity_concern", answer=answered("yes"), by=clinician
    )

    assert "evaluated again after this decision" in client.get(url(case)).text


def test_the_front_desk_sees_who_and_how_far_and_no_answers(client, desk, troubled):
    client.force_login(desk)

    page = client.get(url(troubled))

    assert page.status_code == 200
    assert "555 010 0111" in page.text
    clinical = "[data-finding], [data-score], [data-route], [data-item], [data-trial]"
    assert not parsed(page).select(clinical)
    for word in ("oxycodone", "Contraindication", "aneurysm", "PHQ"):
        assert word not in page.text


def test_the_front_desk_can_open_a_withdrawn_case(client, desk, case):
    actions.withdraw_case(case=case, by=case.patient.user)
    client.force_login(desk)

    assert "The patient has withdrawn." in client.get(url(case)).text


def test_a_withdrawn_case_can_be_read_and_not_decided(client, clinician, case):
    actions.withdraw_case(case=case, by=case.patient.user)
    client.force_login(clinician)

    page = client.get(url(case))

    assert "The patient has withdrawn." in page.text
    assert not parsed(page).select("a[data-decide], [data-form]")


def test_opening_a_case_is_recorded_and_moves_it_on(client, clinician, case):
    client.force_login(clinician)

    client.get(url(case))

    assert Event.objects.get(action="case.read").subject_id == str(case.pk)
    assert Case.objects.get().stage == Case.Stage.REVIEWING


def test_the_page_costs_the_same_whatever_is_in_the_case(
    client, clinician, case, troubled, django_assert_num_queries
):
    client.force_login(clinician)

    for one_of_them in (case, troubled):
        with django_assert_num_queries(46):
            client.get(url(one_of_them))


def test_that_the_record_is_held_is_said_to_clinicians_without_the_reason(
    client, clinician, case
):
    officer, until = make_staff("privacy_officer"), timezone.localdate()
    for days in (5, 30):
        last = until + timedelta(days=days)
        held = {"reason": "A dispute about a bill.", "until": last}
        hold = holding.place(patient=case.patient, by=officer, **held)
    client.force_login(clinician)

    page = client.get(url(case))
    told = text(parsed(page).select_one("[data-kept-until]"))
    holding.lift(hold=hold, by=officer)
    later = text(parsed(client.get(url(case))).select_one("[data-kept-until]"))

    assert f"until {date_format(last, 'j F Y')}" in told
    assert f"until {date_format(until + timedelta(days=5), 'j F Y')}" in later
    assert "dispute" not in page.text


def test_nothing_is_said_of_a_record_that_is_not_held_or_to_the_front_desk(
    client, clinician, case
):
    client.force_login(clinician)
    assert "data-kept-until" not in client.get(url(case)).text
    until = timezone.localdate() + timedelta(days=5)
    officer = make_staff("privacy_officer")
    holding.place(patient=case.patient, reason="x", until=until, by=officer)

    client.force_login(make_staff("front_desk", sites=[case.patient.site]))

    assert "data-kept-until" not in client.get(url(case)).text


def test_an_address_wraps_at_its_points_and_reads_as_it_is(client, clinician, case):
    client.force_login(clinician)

    page = parsed(client.get(url(case)))

    address = email_of(case.patient)
    assert address in page.select_one("#person").get_text()
    assert address.replace("@", "<wbr/>@").replace(".", "<wbr/>.") in str(
        page.select_one("#person")
    )


def test_no_title_says_a_word_about_health(shown, troubled):
    assert parsed(shown).title.text.startswith(troubled.reference)


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(lambda: make_staff("content_editor"), 403, id="editor"),
        pytest.param(lambda: make_staff("privacy_officer"), 403, id="privacy officer"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
        pytest.param(lambda: make_staff("clinician"), 404, id="no site sees nothing"),
    ],
)
def test_others_may_not_open_a_case(client, case, visitor, status):
    if visitor:
        client.force_login(visitor())

    assert client.get(url(case)).status_code == status
    assert not Event.objects.filter(action="case.read").exists()


@pytest.mark.parametrize("reference", ["K7QM-XP4R", "%00", "a" * 500, "..%2f"])
def test_a_case_that_is_not_there_is_not_found(client, clinician, reference):
    client.force_login(clinician)

    missing = client.get(f"/staff/cases/{reference}/")

    assert missing.status_code == 404
    assert "crisis-strip" in missing.text


def test_a_case_takes_no_post(client, clinician, case):
    client.force_login(clinician)

    assert client.post(url(case)).status_code == 405
