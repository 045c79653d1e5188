"""Tasks, contacts, hand-overs and tags on the case here and the worklist."""

from datetime import timedelta

import pytest

from intake.coordination.models import Contact, HandOver, Tag, Task
from intake.practice.models import Organisation
from intake.review.models import Case
from tests.factories.cases import make_case
from tests.factories.staff import make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing")]


@pytest.fixture
def colleague(site):
    return make_staff("clinician", name="Cole", sites=(site,))


@pytest.fixture
def here(case):
    return f"/staff/cases/{case.reference}/"


def day(ahead):
    return (Organisation.current().today() + timedelta(days=ahead)).isoformat()


class TestTasks:
    def test_a_task_is_given_to_the_front_desk_and_done_there(
        self, client, signed_in, desk, here
    ):
        sent = {"words": "Ask for the ECG.", "whose": "front_desk", "due_on": day(0)}
        assert signed_in.post(f"{here}tasks/", sent).status_code == 302

        client.force_login(desk)
        waiting = one(client.get("/staff/"), "[data-for-you] [data-task]")
        assert "Ask for the ECG." in text(waiting)
        form = one(client.get(here), "[data-tasks] form")
        client.post(form["action"], {"_action": "done"})

        assert Task.objects.get().ended_by == desk
        assert not parsed(client.get("/staff/")).select("[data-for-you]")
        assert "Done" in text(one(client.get(here), "[data-ended]"))

    def test_one_that_is_late_says_so(self, signed_in, here):
        sent = {"words": "Write back.", "whose": "me", "due_on": day(0)}
        signed_in.post(f"{here}tasks/", sent)
        yesterday = Organisation.current().today() - timedelta(days=1)
        Task.objects.update(due_on=yesterday)

        assert "overdue" in text(one(signed_in.get("/staff/"), "[data-task]")).lower()
        assert "overdue" in text(one(signed_in.get(here), "[data-tasks] [data-task]"))

    def test_a_task_taken_back_is_ended_for_everybody(self, signed_in, here):
        sent = {"words": "Write back.", "whose": "clinician", "due_on": day(3)}
        signed_in.post(f"{here}tasks/", sent)
        address = f"{here}tasks/{Task.objects.get().pk}/"

        signed_in.post(address, {"_action": "take_back"})
        late = signed_in.post(address, {"_action": "done"}, follow=True)

        assert "A colleague has ended this task already." in late.text
        assert Task.objects.get().outcome == "taken_back"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"words": ""},
            {"whose": "administrator"},
            {"whose": ""},
            {"due_on": ""},
            {"due_on": "soon"},
            {"due_on": "2020-01-01"},
            {"due_on": "9999-12-31"},
        ],
        ids=str,
    )
    def test_half_a_task_is_refused(self, signed_in, here, wrong):
        sent = {"words": "Write.", "whose": "me", "due_on": day(1)} | wrong

        refused = signed_in.post(f"{here}tasks/", sent)

        assert refused.status_code == 422
        assert parsed(refused).select_one("#error-summary a")
        assert not Task.objects.exists()

    def test_the_front_desk_cannot_end_what_it_may_not_read(
        self, client, signed_in, desk, here
    ):
        signed_in.post(
            f"{here}tasks/", {"words": "Think.", "whose": "me", "due_on": day(1)}
        )
        client.force_login(desk)

        reply = client.post(f"{here}tasks/{Task.objects.get().pk}/")

        assert reply.status_code == 404
        assert "Think." not in client.get(here).text


class TestContacts:
    def test_an_attempt_and_the_next_try_are_written_down(self, client, desk, here):
        client.force_login(desk)
        sent = hidden(client.get(f"{here}contacts/")) | {
            "channel": "phone",
            "result": "no_answer",
            "words": "Rang twice.",
            "next_try_on": day(0),
        }

        for _twice in range(2):
            assert client.post(f"{here}contacts/", sent).status_code == 302

        shown = one(client.get(here), "[data-contact]")
        assert "Rang twice." in text(shown)
        assert "No answer" in text(shown)
        assert one(client.get("/staff/"), "[data-for-you] [data-try]")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"result": ""},
            {"result": "no_contact"},
            {"channel": "pigeon"},
            {"when": "2999-01-01T10:00"},
            {"when": "1999-01-01T10:00"},
            {"when": "now"},
            {"next_try_on": "2020-01-01"},
        ],
        ids=str,
    )
    def test_half_an_attempt_is_refused(self, signed_in, here, wrong):
        sent = {"channel": "phone", "result": "reached"} | wrong

        assert signed_in.post(f"{here}contacts/", sent).status_code == 422
        assert not Contact.objects.exists()


class TestHandOver:
    def test_it_is_offered_accepted_and_then_theirs(
        self, client, signed_in, colleague, case, here
    ):
        sent = {"to": str(colleague.pk), "left": "Wait for the letter."}
        assert signed_in.post(f"{here}hand-over/", sent).status_code == 302
        assert "waits for an answer" in signed_in.get(here).text

        client.force_login(colleague)
        address = one(client.get("/staff/"), "[data-offered] a")["href"]
        form = client.get(address)
        assert "Wait for the letter." in text(one(form, "main [data-left]"))
        client.post(address, {"_action": "accept"})

        assert Case.objects.get(pk=case.pk).assignee == colleague
        assert client.post(address, {"_action": "take_back"}).status_code == 409

    def test_declining_asks_for_a_reason_and_goes_back(
        self, client, signed_in, clinician, colleague, here
    ):
        sent = {"to": str(colleague.pk), "left": "Wait."}
        signed_in.post(f"{here}hand-over/", sent)
        address = f"{here}hand-over/{HandOver.objects.get().pk}/"
        client.force_login(colleague)

        assert client.post(address, {"_action": "decline"}).status_code == 422
        client.post(address, {"_action": "decline", "why": "On leave."})

        client.force_login(clinician)
        assert "Cole declined it" in text(one(client.get("/staff/"), "[data-offered]"))
        assert "On leave." in text(one(client.get(address), "[data-reply]"))
        client.post(address, {"_action": "seen"})
        assert not parsed(client.get("/staff/")).select("[data-for-you]")

    def test_a_second_offer_is_told_who_was_asked(self, signed_in, colleague, here):
        sent = {"to": str(colleague.pk), "left": "Wait."}
        signed_in.post(f"{here}hand-over/", sent)

        refused = signed_in.post(f"{here}hand-over/", sent)

        assert refused.status_code == 409
        assert "Cole" in text(one(refused, "#error-summary"))

    def test_it_needs_somebody_and_something_left(self, signed_in, here, colleague):
        refused = signed_in.post(f"{here}hand-over/", {"to": "x"})

        assert refused.status_code == 422
        assert len(values(refused, "#error-summary a", "href")) == 2


class TestTags:
    @pytest.fixture
    def tag(self):
        return Tag.objects.create(name="Evenings", color="blue")

    def test_a_tag_is_put_on_and_narrows_the_worklist(
        self, signed_in, case, here, tag, site
    ):
        make_case(site=site)
        form = signed_in.get(f"{here}tags/")
        assert "must not say anything of health" in form.text

        signed_in.post(f"{here}tags/", hidden(form) | {"tags": str(tag.pk)})

        assert text(one(signed_in.get(here), "[data-tags] [data-tag]")) == "Evenings"
        listed = signed_in.get(f"/staff/?tag={tag.pk}")
        assert values(listed, "[data-case]", "data-case") == [case.reference]
        assert text(one(listed, "[data-case] [data-tag]")) == "Evenings"
        named = values(listed, "input[name=tag]", "value")
        assert str(tag.pk) in named

    def test_without_tags_the_page_says_so_and_has_nothing_to_save(
        self, signed_in, here
    ):
        page = parsed(signed_in.get(f"{here}tags/"))
        assert "no tags yet" in text(page.main)
        assert not page.select("form[data-form=case-tags]")

    def test_a_tag_that_is_gone_narrows_nothing(self, signed_in, case, tag):
        listed = signed_in.get("/staff/?tag=999999")

        assert values(listed, "[data-case]", "data-case") == [case.reference]

    def test_a_tick_taken_away_takes_the_tag_off(self, signed_in, case, here, tag):
        signed_in.post(f"{here}tags/", {"tags": str(tag.pk)})

        signed_in.post(f"{here}tags/", hidden(signed_in.get(f"{here}tags/")))

        assert Case.objects.get(pk=case.pk).tags == []

    def test_a_forged_mark_of_what_was_shown_breaks_nothing(
        self, signed_in, case, here, tag
    ):
        forged = {"tags": str(tag.pk), "_revision": "9" * 5000 + ",x,-1,"}

        assert signed_in.post(f"{here}tags/", forged).status_code == 302
        assert Case.objects.get(pk=case.pk).tags == [tag.pk]

    @pytest.mark.parametrize("tags", ["x", "999999", "-1"])
    def test_what_is_no_tag_is_refused(self, signed_in, here, tag, tags):
        assert signed_in.post(f"{here}tags/", {"tags": tags}).status_code == 422

    @pytest.mark.parametrize("sent", ["x", "²", "1,,2", "9" * 400])
    def test_a_broken_hidden_input_breaks_nothing(self, signed_in, here, tag, sent):
        reply = signed_in.post(f"{here}tags/", {"_revision": sent})

        assert reply.status_code == 302


def test_the_list_of_what_waits_costs_the_same_for_one_as_for_many(
    signed_in, case, here, clinician, django_assert_num_queries, site
):
    def give():
        other = make_case(site=site)
        sent = {"words": "Write.", "whose": "me", "due_on": day(0)}
        signed_in.post(f"/staff/cases/{other.reference}/tasks/", sent)
        signed_in.post(
            f"/staff/cases/{other.reference}/contacts/",
            {"channel": "phone", "result": "no_answer", "next_try_on": day(0)},
        )

    give()
    with django_assert_num_queries(33):
        signed_in.get("/staff/")
    give()
    give()

    with django_assert_num_queries(33):
        shown = signed_in.get("/staff/")
    assert len(parsed(shown).select("[data-for-you] li")) == 6


def test_what_is_new_for_you_changes_the_stamp(client, signed_in, here, desk):
    client.force_login(desk)
    before = client.get("/staff/state/").json()
    client.post(f"{here}tasks/", {"words": "Ring.", "whose": "me", "due_on": day(0)})

    assert client.get("/staff/state/").json() != before


def test_the_case_page_costs_the_same_for_one_entry_as_for_many(
    signed_in, colleague, here, django_assert_num_queries
):
    def write():
        people = {"mentions": str(colleague.pk)}
        signed_in.post(f"{here}notes/", {"words": "Read this.", **people})
        task = {"words": "Write.", "whose": "me", "due_on": day(0)}
        signed_in.post(f"{here}tasks/", task)
        tried = {"channel": "phone", "result": "no_answer"}
        signed_in.post(f"{here}contacts/", tried)
        signed_in.post(f"{here}tags/", {"tags": str(tag.pk)})

    tag = Tag.objects.create(name="Evenings")
    write()
    signed_in.get(here)  # so that there is a visit before
    with django_assert_num_queries(47):
        signed_in.get(here)
    write()
    write()

    with django_assert_num_queries(47):
        shown = signed_in.get(here)
    assert len(parsed(shown).select("[data-note]")) == 3
