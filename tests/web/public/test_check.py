"""The check before the intake: it answers, it helps, and it keeps nothing."""

import logging

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intake.education.check import shipped_check
from intake.education.loading import load_portal
from intake.practice.models import CrisisRecord
from tests.factories.questionnaires import publish_part

URL = "/start/check/"
TOLD = {
    "age": "younger",
    "reason": "other",
    "tried": "unsure",
    "heart": "yes",
    "mind": "unsure",
    "use": "yes",
    "pregnant": "unsure",
    "way_home": "no",
    "safe": "yes",
}
pytestmark = pytest.mark.django_db


def read(reply) -> BeautifulSoup:
    return BeautifulSoup(reply.content, "html.parser")


def send(client, **answers) -> BeautifulSoup:
    reply = client.post(URL, answers)
    assert reply.status_code == 200
    return read(reply)


def words(html) -> str:
    return " ".join(html.main.get_text(" ").split())


class TestAsking:
    def test_every_question_is_a_group_with_its_answers(self, client):
        page = read(client.get(URL))

        for question in shipped_check().questions:
            group = page.select_one(f"fieldset:has([name={question.code}])")
            assert group.legend.get_text(strip=True).startswith(question.text)
            inputs = group.select("input[type=radio]")
            assert [i["value"] for i in inputs] == [o.code for o in question.options]

    @pytest.mark.parametrize("page", ["/", "/start/"])
    def test_pages_for_newcomers_lead_to_it(self, client, page):
        assert read(client.get(page)).select(f"main a[href='{URL}']")

    def test_no_answer_is_chosen_before(self, client):
        assert not read(client.get(f"{URL}?safe=yes")).select("input[checked]")

    def test_it_promises_nothing_and_keeps_nothing_in_words(self, client):
        page = words(read(client.get(URL)))

        assert "Nothing is kept." in page
        assert "This is not a medical test." in page

    def test_the_help_beside_the_last_question_has_the_numbers(self, client):
        shown = read(client.get(URL)).select_one("[data-help-at-once]")

        record = CrisisRecord.current()
        assert shown.select_one(f'a[href="{record.line_call_uri}"]')

    def test_an_answer_that_is_not_among_them_is_refused(self, client):
        reply = client.post(URL, {"age": "42", "safe": "no"})

        assert reply.status_code == 422
        html = read(reply)
        assert html.select_one("#error-summary a[href^='#id_age']")
        assert html.select_one("[name=safe][value=no]").has_attr("checked")


class TestAnswering:
    def test_what_to_read_are_published_articles_in_the_order_of_the_answers(
        self, client
    ):
        load_portal()

        page = send(client, pregnant="yes", way_home="no")

        links = [link["href"] for link in page.select("[data-read] a")]
        assert [link.strip("/").split("/")[-1] for link in links] == [
            "pregnancy-and-age",
            "getting-ready",
            "after-a-visit",
            "start",
        ]
        assert all(client.get(link).status_code == 200 for link in links)

    def test_what_to_have_ready_is_listed(self, client):
        page = send(client, tried="several")

        listed = page.select_one("[data-ready]").get_text()
        assert "Medicines you have tried for depression" in listed
        assert "Your height and weight" in listed

    def test_it_says_how_to_start(self, client):
        publish_part("wanted")

        assert send(client).main.select_one("a.btn-primary")["href"] == "/start/"

    @pytest.mark.parametrize(
        "answer", [{"age": "younger"}, {"reason": "somebody_else"}]
    )
    def test_children_and_relatives_are_not_led_into_the_intake(self, client, answer):
        publish_part("wanted")

        page = send(client, **answer)

        assert page.select("main [data-instead]")
        assert not page.select("main a[href='/start/']")
        assert "Your height and weight" not in words(page)

    def test_while_nobody_can_begin_it_says_so(self, client):
        CrisisRecord.objects.update(confirmed_at=None)

        assert not send(client).main.select_one("a.btn-primary")

    @pytest.mark.parametrize("answers", [{}, TOLD, {"age": "adult", "safe": "no"}])
    def test_nobody_is_told_that_they_qualify_or_do_not(self, client, answers):
        page = words(send(client, **answers)).casefold()

        for verdict in ("qualif", "eligib", "candidate", "suitable"):
            assert verdict not in page
        assert "Nobody has looked at your answers.".casefold() in page


class TestHelping:
    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_whoever_may_be_in_danger_gets_help_before_all_else(self, client, answer):
        page = send(client, safe=answer)

        assert page.main["data-crisis"] == "page"
        first = page.main.select("a")[0]
        assert first["href"] == CrisisRecord.current().line_call_uri
        assert "Nobody at the clinic sees what you answered here." in words(page)

    def test_whoever_prefers_not_to_say_gets_a_card(self, client):
        page = send(client, safe="declined")

        assert not page.main.has_attr("data-crisis")
        assert page.select_one("aside[data-crisis=card] a[href='tel:988']")

    @pytest.mark.parametrize("answers", [{}, {"safe": "no"}])
    def test_nobody_else_gets_either(self, client, answers):
        assert not send(client, **answers).select("main [data-crisis]")


class TestKeepingNothing:
    @staticmethod
    def tables():
        """A digest of every row of every table."""
        digest = "SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
        with connection.cursor() as cursor:
            found = {}
            for name in connection.introspection.table_names(cursor):
                cursor.execute(digest.format(connection.ops.quote_name(name)))
                found[name] = cursor.fetchone()
        assert "accounts_browsersession" in found
        return found

    @pytest.mark.parametrize("answers", [TOLD, {"age": "not an answer"}])
    def test_no_table_no_cookie_and_no_log_knows_of_it(self, caplog, answers):
        caplog.set_level(logging.DEBUG)
        visitor = Client()
        visitor.get(URL)
        before = self.tables()

        with CaptureQueriesContext(connection) as asked:
            reply = visitor.post(URL, answers)

        assert self.tables() == before
        statements = [query["sql"].split()[0] for query in asked]
        assert set(statements) <= {"SELECT", "SAVEPOINT", "RELEASE"}
        assert not visitor.cookies
        assert not reply.cookies
        for answer in ("younger", "unsure", "not an answer"):
            assert answer not in caplog.text

    def test_browsers_and_proxies_are_told_not_to_store_it(self, client):
        reply = client.post(URL, TOLD)

        assert "no-store" in reply["Cache-Control"]
        assert "private" in reply["Cache-Control"]

    def test_answers_are_never_part_of_an_address(self, client):
        page = read(client.get(URL))
        form = page.select_one("form[data-form=start-check]")
        reply = send(client, **TOLD)

        assert (form["method"], form["action"]) == ("post", URL)
        assert not form.select("[name=csrfmiddlewaretoken]")
        for link in reply.main.select("a[href]"):
            assert "?" not in link["href"], link

    def test_it_works_for_a_browser_that_takes_no_cookies_from_anywhere(self):
        strict = Client(enforce_csrf_checks=True)

        assert strict.post(URL, {"safe": "no"}).status_code == 200
