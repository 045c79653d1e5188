"""Was this page clear? Asked of readers without a cookie, and of nobody else."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from intake.education.models import ArticlePage
from intake.feedback import actions
from intake.feedback.models import Remark, Total
from intake.web.ui import page_feedback
from tests.web.clock import Clock

HERE = {"Origin": "http://testserver"}
URL, THANKS = "/learn/feedback/T2/", "/learn/feedback/T2/thanks/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def article():
    return ArticlePage.objects.get(article_code="T2")


@pytest.fixture
def form(client, article):
    """What the form on the article posts, when nothing is chosen."""
    page = BeautifulSoup(client.get(article.url).content, "html.parser")
    form = page.select_one("form[data-form=page-feedback]")
    hidden = form.select("input[type=hidden], input[type=text]")
    return {field["name"]: field["value"] for field in hidden}


@pytest.fixture
def patient_reader(client, clock, form):
    """Sends the form as somebody who took a minute to read."""
    clock.pass_time(minutes=1)

    def send(headers=HERE, **values):
        return client.post(URL, form | values, headers=headers)

    return send


def counted() -> dict:
    return dict(Total.objects.values_list("answer", "count"))


class TestAsking:
    def test_every_article_asks_at_its_foot(self, client):
        for article in ArticlePage.objects.live():
            page = BeautifulSoup(client.get(article.url).content, "html.parser")

            form = page.select_one("form[data-form=page-feedback]")
            assert form["action"] == f"/learn/feedback/{article.article_code}/"
            values = [i["value"] for i in form.select("[name=clear]")]
            assert values == ["yes", "partly", "no"]

    def test_it_warns_before_somebody_writes_about_their_health(self, client, article):
        page = BeautifulSoup(client.get(article.url).content, "html.parser")

        area = page.select_one("textarea[name=remark]")
        described = page.find(id=area["aria-describedby"].split()[0])
        assert "nothing about your health and no name" in described.get_text()

    def test_reading_and_answering_sets_no_cookie(self, patient_reader, client):
        reply = patient_reader(clear="yes")
        client.get(reply.url)

        assert not client.cookies

    def test_the_input_for_programs_is_out_of_everybodys_way(self, client, article):
        page = BeautifulSoup(client.get(article.url).content, "html.parser")

        field = page.select_one("[name=web_address]")
        assert field["tabindex"] == "-1"
        assert field.find_parent(attrs={"aria-hidden": "true"})


class TestAnswering:
    def test_an_answer_is_counted_for_the_version_that_was_read(
        self, patient_reader, article
    ):
        reply = patient_reader(clear="partly")

        assert (reply.status_code, reply.url) == (302, THANKS)
        total = Total.objects.get()
        assert (total.answer, total.count) == ("partly", 1)
        assert (total.article_code, total.language) == ("T2", "en")
        assert total.version == article.live_revision_id

    def test_a_remark_is_kept(self, patient_reader):
        patient_reader(clear="no", remark="  What is a drip?  ")

        assert [words for _r, words in actions.remarks()] == ["What is a drip?"]

    def test_thanks_lead_back_to_the_page(self, client, article):
        page = BeautifulSoup(client.get(THANKS).content, "html.parser")

        assert page.select_one("main a.btn")["href"] == article.url

    def test_without_a_choice_it_is_refused_with_the_words_kept(self, patient_reader):
        reply = patient_reader(remark="Too long")

        page = BeautifulSoup(reply.content, "html.parser")
        assert reply.status_code == 422
        assert page.select_one("#error-summary a[href^='#id_clear']")
        assert page.select_one("textarea").get_text(strip=True) == "Too long"
        assert counted() == {}

    def test_a_long_remark_is_refused(self, patient_reader):
        assert patient_reader(clear="no", remark="x" * 301).status_code == 422
        assert counted() == {}

    def test_a_page_that_does_not_exist_has_no_form(self, client):
        assert client.get("/learn/feedback/T99/").status_code == 404
        assert client.post("/learn/feedback/T99/", {}, headers=HERE).status_code == 404

    def test_a_page_that_was_taken_down_takes_no_answers(self, client, article):
        article.unpublish()

        assert client.get(URL).status_code == 404


class TestPrograms:
    def test_whoever_fills_in_everything_is_thanked_and_not_counted(
        self, patient_reader
    ):
        reply = patient_reader(clear="yes", web_address="https://spam.example")

        assert reply.url == THANKS
        assert counted() == {}

    @pytest.mark.parametrize(
        "headers",
        [
            pytest.param({"Origin": "https://elsewhere.example"}, id="another site"),
            pytest.param({"Origin": "null"}, id="hidden"),
            pytest.param({}, id="no browser"),
        ],
    )
    def test_what_does_not_come_from_here_is_asked_again(self, patient_reader, headers):
        reply = patient_reader(headers=headers, clear="yes")

        assert reply.status_code == 422
        assert counted() == {}

    def test_a_browser_that_names_only_the_page_is_believed(self, patient_reader):
        came_from = {"Referer": "http://testserver/learn/is-it-an-option/"}

        assert patient_reader(headers=came_from, clear="yes").status_code == 302

    @pytest.mark.parametrize(
        "time",
        [
            pytest.param(timedelta(seconds=1), id="faster than anybody presses"),
            pytest.param(timedelta(hours=25), id="a day later"),
        ],
    )
    def test_a_form_too_new_or_too_old_is_asked_again(self, client, clock, form, time):
        clock.pass_time(seconds=time.total_seconds())

        reply = client.post(URL, form | {"clear": "yes"}, headers=HERE)

        assert reply.status_code == 422
        assert "Please send it once more." in reply.text
        assert counted() == {}

    @pytest.mark.parametrize("mark", ["", "x", "T2:forged", "é"])
    def test_a_mark_that_is_not_ours_is_asked_again(self, patient_reader, mark):
        assert patient_reader(clear="yes", _mark=mark).status_code == 422
        assert counted() == {}

    def test_a_mark_of_another_article_is_not_of_this_one(self, patient_reader):
        mark = page_feedback.mark_for("T1")

        assert patient_reader(clear="yes", _mark=mark).status_code == 422

    def test_more_than_readers_give_is_told_so(self, patient_reader, monkeypatch):
        monkeypatch.setattr(actions, "MOST_A_DAY", 1)
        patient_reader(clear="yes")

        reply = patient_reader(clear="no", remark="spam")

        assert reply.status_code == 429
        assert not Remark.objects.exists()

    def test_it_needs_no_token(self, clock, form):
        clock.pass_time(minutes=1)
        strict = Client(enforce_csrf_checks=True)

        reply = strict.post(URL, form | {"clear": "yes"}, headers=HERE)

        assert reply.status_code == 302
        assert counted() == {"yes": 1}
