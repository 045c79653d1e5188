"""A question in a clinician's own words, on the pages of both sides."""

import pytest
from django.utils import timezone

from intake.questions import actions
from intake.questions.models import Question
from intake.review.models import Case
from intake.web.staff.cases.case_shown import case_context
from intake.web.staff.paper.content import Made, content_of
from tests.factories.staff import make_patient_account
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]
WORDS = "Which dose did you take in spring?"


@pytest.fixture
def asked(case, clinician):
    return actions.ask(case=case, words=WORDS, by=clinician)


@pytest.fixture(scope="module")
def case_given():
    return {"answers": {"escort": "unsure"}}


@pytest.fixture
def read(client, clinician, case):
    """Open a page of the case as its clinician."""
    client.force_login(clinician)
    return lambda more="": client.get(f"/staff/cases/{case.reference}/{more}")


def answer(question, words):
    by = question.case.patient.user
    return actions.answer(question=question, words=words, by=by)


class TestAsking:
    def press(self, client, read, action, **given):
        opened = read("ask/")
        sent = {**hidden(opened), **given, "_action": action}
        return client.post(opened.request["PATH_INFO"], sent)

    def test_it_is_shown_as_the_patient_will_see_it(self, client, read):
        reply = self.press(client, read, "preview", words="<b>Dose?</b>")

        assert reply.status_code == 200
        assert text(one(reply, "[data-preview] [data-words]")) == "<b>Dose?</b>"
        assert not parsed(reply).select("[data-preview] [data-reason]")
        assert not Question.objects.exists()

    def test_it_is_asked_alone_and_stands_on_the_case(self, client, read, case):
        reply = self.press(client, read, "send", words=WORDS)

        assert reply.status_code == 302
        shown = one(read(), "[data-own-question]")
        assert text(shown).startswith(WORDS)
        assert shown["data-ending"] == "open"
        assert parsed(read()).select("p[data-own-open]")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "items"),
            ({"words": "  "}, "items"),
            ({"words": "x" * 501}, "words"),
            ({"items": ["escort"], "words": WORDS}, "reason"),
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, client, read, given, field):
        reply = self.press(client, read, "send", **given)

        assert reply.status_code == 422
        links = values(reply, "#error-summary a", "href")
        assert [link.removeprefix("#id_").split("_")[0] for link in links] == [field]
        assert not Question.objects.exists()

    def test_a_second_one_waits_for_the_first(self, client, read, clinician, case):
        opened = read("ask/")
        actions.ask(case=case, words=WORDS, by=clinician)
        sent = {**hidden(opened), "words": "Another?", "_action": "send"}

        reply = client.post(opened.request["PATH_INFO"], sent)

        assert reply.status_code == 409
        assert WORDS in text(one(reply, "[data-own-open]"))
        assert Question.objects.count() == 1

    def test_it_is_taken_back_where_it_was_asked(self, client, read, asked):
        self.press(client, read, "stop")

        assert one(read(), "[data-own-question]")["data-ending"] == "taken_back"

    def test_the_page_says_that_nobody_grades_the_answer(self, read):
        assert "Nobody grades such an answer" in read("ask/").text


class TestTheCase:
    def test_the_answer_stands_beneath_the_question(self, read, asked):
        answer(asked, "<b>10</b>")

        assert text(one(read(), "[data-own-answer]")) == "<b>10</b>"
        assert "answered a question of a clinician" in read().text

    def test_to_rather_not_say_is_shown_as_that(self, read, asked):
        answer(asked, "")

        assert "would rather not say" in text(one(read(), "[data-own-question]"))

    def test_it_is_in_the_document(self, read, asked):
        answer(asked, "About ten milligrams.")
        case = Case.objects.select_related("patient__identity").get()
        told = content_of(case_context(case), Made(by="Dr. Test", at=timezone.now()))

        [(question, answered)] = told["own_words"]
        assert question.startswith(WORDS)
        assert answered.startswith("About ten milligrams.")
        assert read("pdf/").content.startswith(b"%PDF")

    def test_an_answer_is_quoted_as_evidence_about_a_finding(self, client, read, asked):
        answer(asked, "My sister drives me.")
        link = values(read(), "a[data-work-on]", "href")[0]
        opened = client.get(link)
        chosen = f"answer-{asked.pk}"
        sent = {"kind": "confirmed", "reason": "It is so", "there": chosen}

        client.post(link, {**hidden(opened), **sent})

        assert "My sister drives me." in text(one(read(), "[data-work]"))


class TestThePatient:
    @pytest.fixture
    def patient(self, client, asked):
        client.force_login(asked.case.patient.user)
        return client

    @pytest.fixture
    def address(self, asked):
        return f"/patient/questions/{asked.pk}/"

    def test_it_waits_on_their_page(self, patient, address):
        card = one(patient.get("/patient/"), "[data-own-question]")

        assert card.select_one("a")["href"] == address
        assert "Please answer by" in text(card)
        assert WORDS not in text(card)

    def test_it_is_answered_and_can_be_read_again(self, patient, address):
        opened = patient.get(address)
        assert WORDS in opened.text
        assert parsed(opened).select("[data-not-watched] a[href='/help-now/']")

        reply = patient.post(address, {"words": "About 10 mg."}, follow=True)

        assert "Thank you. Your care team has your answer." in reply.text
        assert not parsed(reply).select("[data-own-question]")
        assert text(one(patient.get(address), "[data-answer]")) == "About 10 mg."

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "words"),
            ({"words": "x" * 4001}, "words"),
            ({"words": "Ten", "declines": "on"}, "declines"),
        ],
    )
    def test_what_is_no_answer_is_refused(self, patient, address, given, field):
        reply = patient.post(address, given)

        assert reply.status_code == 422
        assert one(reply, f"#error-summary a[href='#id_{field}']")
        assert given.get("words", "") in reply.text

    def test_they_may_rather_not_say(self, patient, address):
        assert patient.post(address, {"declines": "on"}).status_code == 302

        assert "That is all right." in patient.get(address).text

    def test_what_came_too_late_is_not_lost(self, patient, address, asked, clinician):
        actions.stop_all(case=asked.case, by=clinician)

        reply = patient.post(address, {"words": "About 10 mg."})

        assert reply.status_code == 409
        assert text(one(reply, "[data-unsent]")) == "About 10 mg."

    def test_it_is_in_the_copy_of_their_record(self, patient, asked):
        answer(asked, "About 10 mg.")

        assert "About 10 mg." in patient.get("/patient/copy/read/").text
        [request] = patient.get("/patient/copy/json/").json()["requests"]
        [told] = request["questions"]
        assert (told["text"], told["answer"]) == (WORDS, "About 10 mg.")
        assert told["state"] == "answered"

    def test_another_patient_does_not_find_it(self, client, address):
        client.force_login(make_patient_account())

        assert client.get(address).status_code == 404
