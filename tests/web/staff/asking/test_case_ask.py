"""The page on which a clinician asks a patient some questions again."""

import pytest

from intake.audit.models import Event
from intake.questionnaires import actions as questionnaires
from intake.questionnaires.models import Response
from intake.review import actions, asking
from intake.review.actions import Verdict
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.responses import answer
from tests.factories.staff import make_patient_account, make_site, make_staff
from tests.review.test_asking import newer
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = pytest.mark.django_db
REASON = "You wrote that you are not sure.\nDid you find somebody?"
COMPLETE = {"items": ["escort", "stay"], "reason": REASON}


def url(case):
    return f"/staff/cases/{case.reference}/ask/"


@pytest.fixture
def unsure(site):
    return make_case({"escort": "unsure"}, site=site)


@pytest.fixture
def press(client, clinician, unsure):
    """Open the page, fill it in, press a button."""
    client.force_login(clinician)
    opened = client.get(url(unsure))

    def press(action, given=COMPLETE, page=opened):
        sent = {**hidden(page), **given, "_action": action}
        return client.post(url(unsure), sent)

    return press


def open_request():
    return Response.objects.asked_again().get()


class TestChoosing:
    def test_questions_stand_with_what_was_said(self, client, clinician, unsure):
        client.force_login(clinician)

        page = client.get(url(unsure))

        label = parsed(page).find("label", attrs={"for": id_of(page, "escort")})
        assert text(label).endswith("Not sure")
        assert not parsed(page).select("input[name=items][checked]")

    def test_an_instrument_and_a_list_are_one_choice_each(
        self, client, clinician, unsure
    ):
        client.force_login(clinician)

        offered = values(client.get(url(unsure)), "input[name=items]", "value")

        assert offered.count("phq9_1") == 1
        assert "phq9_2" not in offered
        assert "medicines" in offered
        assert "rx_name" not in offered

    def test_what_was_not_shown_to_the_patient_is_not_offered(
        self, client, clinician, unsure
    ):
        client.force_login(clinician)

        offered = values(client.get(url(unsure)), "input[name=items]", "value")

        assert "pregnant" not in offered or "asq_5" not in offered
        assert "asq_5" not in offered

    def test_a_link_from_a_finding_chooses_what_caused_it(
        self, client, clinician, unsure
    ):
        client.force_login(clinician)
        case = client.get(f"/staff/cases/{unsure.reference}/")
        link = one(case, "[data-finding='UNK:escort'] a[data-ask]")["href"]

        page = client.get(link)

        assert values(page, "input[name=items][checked]", "value") == ["escort"]
        assert "escort" not in link

    def test_one_item_of_an_instrument_chooses_all_of_it(
        self, client, clinician, unsure
    ):
        client.force_login(clinician)
        names = [item.link_id for item in unsure.response.definition.walk()]

        page = client.get(f"{url(unsure)}?item={names.index('phq9_9') + 1}")

        assert values(page, "input[name=items][checked]", "value") == ["phq9_1"]

    @pytest.mark.parametrize("nonsense", ["", "0", "-1", "99999", "escort", "%00", "é"])
    def test_a_link_with_nonsense_chooses_nothing(
        self, client, clinician, unsure, nonsense
    ):
        client.force_login(clinician)

        page = client.get(f"{url(unsure)}?item={nonsense}")

        assert page.status_code == 200
        assert not parsed(page).select("input[name=items][checked]")

    def test_looking_at_the_page_is_recorded(self, client, clinician, unsure):
        client.force_login(clinician)

        client.get(url(unsure))

        assert Event.objects.filter(action="case.read").exists()

    def test_a_patient_of_another_language_is_pointed_out(
        self, client, clinician, site
    ):
        case = make_case(site=site, language="es")
        client.force_login(clinician)

        assert "This patient reads Spanish" in text(one(client.get(url(case)), "main"))


def id_of(page, value):
    return one(page, f"input[name=items][value={value}]")["id"]


class TestPreview:
    def test_it_shows_what_the_patient_will_see(self, press):
        page = press("preview")

        assert page.status_code == 200
        preview = one(page, "[data-preview]")
        assert "You wrote that you are not sure.<br" in str(preview)
        assert values(page, "[data-preview] [data-item]", "data-item") == [
            "escort",
            "stay",
        ]
        assert not Response.objects.asked_again().exists()

    def test_it_keeps_what_was_chosen_and_can_be_sent(self, press):
        page = press("preview")

        assert values(page, "input[name=items][checked]", "value") == ["escort", "stay"]
        buttons = one(page, "form[data-form=ask]").select("button")
        assert [tag["value"] for tag in buttons] == ["send", "preview"]
        assert press("send", page=page).status_code == 302

    def test_markup_in_a_reason_is_shown_and_never_run(self, press):
        page = press("preview", COMPLETE | {"reason": "<script>alert(1)</script>"})

        assert "<script>alert" not in page.text


class TestSending:
    def test_it_leads_back_to_the_case_which_says_what_is_asked(
        self, client, press, unsure, clinician
    ):
        done = press("send")

        assert (done.status_code, done.url) == (
            302,
            f"/staff/cases/{unsure.reference}/",
        )
        request = open_request()
        assert request.asked == ["escort", "stay"]
        assert questionnaires.reason_of(request).splitlines() == REASON.splitlines()
        said = text(one(client.get(done.url), "main [data-asked]"))
        assert f"by {clinician}" in said

    @pytest.mark.parametrize("action", ["preview", "send"])
    @pytest.mark.parametrize(
        ("given", "advice", "target"),
        [
            pytest.param({"items": []}, "Choose at least one", "id_items", id="none"),
            pytest.param({"reason": " "}, "Tell the patient", "id_reason", id="why"),
            pytest.param(
                {"reason": "x" * 501}, "shorten this to 500", "id_reason", id="long"
            ),
            pytest.param(
                {"items": ["nothing_such"]}, "not asked any more", "id_items", id="what"
            ),
            pytest.param(
                {"items": ["asq_5"]}, "not asked any more", "id_items", id="hidden"
            ),
        ],
    )
    def test_what_is_missing_or_wrong_is_refused_with_advice(
        self, press, action, given, advice, target
    ):
        page = press(action, COMPLETE | given)

        assert page.status_code == 422
        summary = one(page, "#error-summary[role=alert]")
        assert advice in text(summary)
        link = summary.select_one("a")["href"].removeprefix("#")
        assert link.startswith(target)
        assert parsed(page).find(id=link)
        assert not Response.objects.asked_again().exists()

    def test_what_was_typed_stays_on_a_refused_page(self, press):
        page = press("send", COMPLETE | {"items": []})

        assert "Did you find" in text(one(page, "[name=reason]"))

    def test_an_unknown_button_shows_the_preview(self, press):
        assert press("anything").status_code == 200
        assert not Response.objects.asked_again().exists()

    def test_the_same_post_twice_has_one_effect(self, press):
        assert [press("send").status_code for _time in range(2)] == [302, 302]
        assert Response.objects.asked_again().count() == 1

    def test_a_colleague_who_was_first_is_shown_and_nothing_is_sent(
        self, press, unsure, site
    ):
        other = make_staff("clinician", sites=(site,))
        asking.ask_patient(case=unsure, items=["stay"], reason="Theirs", by=other)

        for action in ("send", "preview"):
            page = press(action)

            assert page.status_code == 409
            assert "Theirs" in text(one(page, "[data-asked] [data-reason]"))
        assert open_request().request.by == other

    def test_answers_that_came_meanwhile_are_looked_at_first(
        self, press, unsure, clinician
    ):
        request = asking.ask_patient(
            case=unsure, items=["stay"], reason="Why", by=clinician
        )
        answer(request, "visits", stay="no")
        asking.receive_answers(response=request, by=request.patient.user)

        page = press("send")

        assert page.status_code == 409
        assert "sent other answers" in text(one(page, "main [role=alert]"))
        assert values(page, "input[name=items][checked]", "value") == ["escort", "stay"]
        assert press("send", page=page).status_code == 302

    @pytest.mark.parametrize("revision", ["", "nonsense", "0", "é"])
    def test_a_page_that_does_not_know_what_it_saw_asks_nothing(
        self, client, press, unsure, revision
    ):
        sent = COMPLETE | {"_revision": revision, "_action": "send"}

        assert client.post(url(unsure), sent).status_code == 409
        assert not Response.objects.asked_again().exists()

    def test_a_withdrawn_case_is_left_in_peace(self, client, press, unsure):
        actions.withdraw_case(case=unsure, by=unsure.patient.user)

        assert press("send").status_code == 409
        assert client.get(url(unsure)).status_code == 409
        assert not Response.objects.asked_again().exists()

    def test_a_decided_case_can_be_asked_about(self, press, unsure, clinician):
        outcomes = {"iv_im": "eligible", "in": "eligible"}
        actions.record_decision(
            case=unsure,
            verdict=Verdict(outcomes, "Why", "What"),
            seen=actions.revision_of(unsure),
            by=clinician,
        )

        assert press("send").status_code == 302
        assert Case.objects.get().stage == Case.Stage.MORE_INFORMATION


class TestWhileItIsAsked:
    @pytest.fixture
    def asked_page(self, client, press, unsure):
        press("send")
        return client.get(url(unsure))

    def test_it_says_what_since_when_and_by_whom(self, asked_page, clinician):
        said = one(asked_page, "[data-asked]")

        assert f"by {clinician}" in text(said)
        assert [tag["data-item"] for tag in said.select("[data-item]")] == [
            "escort",
            "stay",
        ]
        assert "Nothing is answered yet." in text(said)
        assert not parsed(asked_page).select("input[name=items]")

    def test_it_tells_that_answering_has_begun(self, client, press, unsure):
        press("send")
        answer(open_request(), "visits", escort="yes", stay="yes")

        assert "Some of it is answered" in client.get(url(unsure)).text

    def test_asking_can_be_stopped(self, client, asked_page, press, unsure):
        done = press("stop", {}, page=asked_page)

        assert done.url == f"/staff/cases/{unsure.reference}/"
        assert not Response.objects.asked_again().exists()
        assert not parsed(client.get(done.url)).select("main p[data-asked]")

    def test_stopping_twice_is_accepted_twice(self, asked_page, press):
        for _time in range(2):
            assert press("stop", {}, page=asked_page).status_code == 302

        assert Event.objects.filter(action="case.asking_stopped").count() == 1

    def test_questions_of_a_new_version_say_so(self, client, clinician, case):
        asking.ask_cases(newer(case, "new"), None)
        client.force_login(clinician)

        said = one(client.get(url(case)), "[data-asked]")

        assert "by a new version of the questionnaire" in text(said)
        assert text(said.select_one("[data-item=new]")) == "New?"


def test_the_page_costs_the_same_whatever_is_in_the_case(
    client, clinician, site, django_assert_num_queries
):
    client.force_login(clinician)

    for given in ({}, {"aneurysm": "yes", "medicines": [{"rx_name": "oxycodone"}]}):
        case = make_case(given, site=site)
        with django_assert_num_queries(15):
            client.get(url(case))


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(None, 302, id="nobody goes to sign-in"),
        pytest.param(make_patient_account, 403, id="a patient is refused"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="the front desk too"),
        pytest.param(
            lambda: make_staff("clinician", sites=(make_site(),)),
            404,
            id="another site sees nothing",
        ),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not_ask(client, unsure, visitor, status, method):
    if visitor:
        client.force_login(visitor())

    reply = getattr(client, method)(url(unsure), COMPLETE | {"_action": "send"})

    assert reply.status_code == status
    assert not Response.objects.asked_again().exists()
