"""The pages on which the medical director settles how alerts are answered."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.audit.models import Event
from intake.practice.models import Location, Organisation
from intake.questionnaires.publishing import publish_questionnaire, reopen_questionnaire
from intake.questionnaires.taking import Gap, Unheard, active_version, gaps
from intake.safety.models import ChainStep, RotaStand, RotaTurn, SafetyPolicy
from tests.factories.cases import make_patient
from tests.factories.duty import on_call_always, raise_alert
from tests.factories.staff import make_site, make_staff
from tests.web.clock import Clock
from tests.web.staff.reading import one, parsed, text, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    """The only one, and nobody but the test's own people work there."""
    site = Location.objects.get()
    for user in site.user_set.all():
        user.sites.clear()
    return site


@pytest.fixture
def director(site, client):
    director = make_staff("medical_director", name="Dr. Dora", sites=(site,))
    client.force_login(director)
    return director


@pytest.fixture
def wednesday(monkeypatch):
    clock = Clock(monkeypatch)
    clock.now = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("America/New_York"))
    return clock


def fields(page):
    """What the form of a page would send if it were sent as it is."""
    form = one(page, "[data-form]")
    sent = {}
    for box in form.select("input[name]"):
        if box.get("type") in ("checkbox", "radio") and not box.has_attr("checked"):
            continue
        sent.setdefault(box["name"], []).append(box.get("value", ""))
    for area in form.select("textarea[name]"):
        sent[area["name"]] = area.text
    for select in form.select("select[name]"):
        chosen = select.select("option[selected]")
        sent[select["name"]] = chosen[0]["value"] if chosen else ""
    return sent


def change(client, path, **values):
    sent = fields(client.get(path)) | values
    sent = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, sent)


class TestOverview:
    url = "/staff/policy/"

    def test_it_says_that_nobody_has_looked_at_the_numbers(self, client, director):
        page = client.get(self.url)

        assert "These are the numbers that ship" in page.text
        assert "10 min" in page.text
        assert "8 h" in page.text
        assert "480" not in page.text

    def test_not_once_they_were_saved(self, client, director):
        change(client, "/staff/policy/clocks/")

        assert "These are the numbers that ship" not in client.get(self.url).text

    def test_it_names_who_takes_alerts_and_who_gets_no_message(
        self, client, director, site
    ):
        cover = one(client.get(self.url), f"[data-cover='{site.pk}']")

        assert "Dr. Dora (no e-mail address: gets no e-mail)" in text(cover)

    def test_it_names_a_site_where_nobody_does(self, client, director):
        empty = make_site("Far away")

        cover = one(client.get(self.url), f"[data-cover='{empty.pk}']")

        assert cover["data-whole"] == "no"
        assert "nobody can take alerts here" in text(cover)


class TestClocks:
    url = "/staff/policy/clocks/"

    def test_a_saved_clock_holds_for_the_next_alert(self, client, director, wednesday):
        change(client, self.url, acute_acknowledge="3")

        alert = raise_alert(make_patient())
        assert (alert.due_at - wednesday.now).total_seconds() == 180

    def test_the_strictness_is_set_here(self, client, director):
        change(client, self.url, strict=None)

        assert Organisation.current().asq_strict is False
        changed = Event.objects.get(action="organisation.changed")
        assert changed.detail == {"fields": ["asq_strict"]}

    @pytest.mark.parametrize("minutes", ["", "0", "-5", "soon", "20161", "1.5"])
    def test_what_is_no_time_is_refused_and_kept(self, client, director, minutes):
        page = change(client, self.url, high_contact=minutes)

        assert page.status_code == 422
        assert "a whole number of minutes" in text(one(page, "#error-summary"))
        assert not SafetyPolicy.objects.exists()

    def test_somebody_else_was_quicker(self, client, director):
        old = fields(client.get(self.url))
        change(client, self.url, acute_acknowledge="3")

        page = client.post(self.url, old | {"acute_acknowledge": "9"})

        assert page.status_code == 409
        assert SafetyPolicy.current().clocks["acute"]["acknowledge"] == 3

    def test_the_trail_says_what_was_changed(self, client, director):
        change(client, self.url, acute_acknowledge="3")

        event = Event.objects.get(action="safety_policy.changed")
        assert (event.actor_id, event.detail) == (
            str(director.pk),
            {"fields": ["clocks"]},
        )


class TestHours:
    url = "/staff/policy/hours/"

    def test_hours_holidays_and_words_are_kept(self, client, director):
        change(
            client,
            self.url,
            day_0="8:00-12:00, 13:00-17:30",
            day_4="",
            holidays="2027-01-01\n2026-12-25\n",
            closed_en="We are closed now.",
        )

        policy = SafetyPolicy.current()
        assert policy.week["0"] == [[480, 720], [780, 1050]]
        assert "4" not in policy.week
        assert policy.holidays == [date(2026, 12, 25), date(2027, 1, 1)]
        assert policy.out_of_hours["en"] == "We are closed now."
        again = fields(client.get(self.url))
        assert again["day_0"] == ["8:00-12:00, 13:00-17:30"]

    @pytest.mark.parametrize(
        ("wrong", "advice"),
        [
            ({"day_0": "nine to five"}, "Write hours such as 9:00-17:00."),
            ({"day_0": "9:70-17:00"}, "Write hours such as 9:00-17:00."),
            ({"day_0": "17:00-9:00"}, "Each span has to end after it begins."),
            ({"day_0": "9:00-25:00"}, "Each span has to end after it begins."),
            ({"holidays": "Christmas"}, "Write one date on each line"),
            ({"closed_en": "Call 555 0100."}, "Leave numbers out"),
        ],
    )
    def test_what_is_no_hour_or_date_is_refused(self, client, director, wrong, advice):
        page = change(client, self.url, **wrong)

        assert page.status_code == 422
        assert advice in text(one(page, "#error-summary"))
        assert not SafetyPolicy.objects.exists()


class TestClosedWordsInSpanish:
    url = "/staff/policy/hours/"
    words = {"closed_es": "Abrimos el lunes."}

    def test_what_ships_waits_in_the_form_and_is_shown_to_nobody(
        self, client, director
    ):
        page = client.get(self.url)

        assert "Nuestra clínica está cerrada" in fields(page)["closed_es"]
        assert "Nobody sees it now." in text(one(page, "[data-form=policy-hours]"))

    def test_without_the_tick_they_are_kept_and_shown_to_nobody(self, client, director):
        change(client, self.url, **self.words)

        policy = SafetyPolicy.current()
        assert policy.out_of_hours["es"] == "Abrimos el lunes."
        assert policy.languages == ["en"]

    def test_with_the_tick_they_are_shown(self, client, director):
        change(client, self.url, **self.words, confirmed_es="on")

        assert SafetyPolicy.current().languages == ["en", "es"]
        again = client.get(self.url)
        assert "It is shown now." in text(one(again, "[data-form=policy-hours]"))
        assert "confirmed_es" not in fields(again)

    def test_another_change_leaves_them_confirmed(self, client, director):
        change(client, self.url, **self.words, confirmed_es="on")

        change(client, self.url, day_4="")

        assert SafetyPolicy.current().languages == ["en", "es"]

    def test_other_words_are_to_be_confirmed_again(self, client, director):
        change(client, self.url, **self.words, confirmed_es="on")

        change(client, self.url, closed_es="Abrimos el martes.")

        assert SafetyPolicy.current().languages == ["en"]

    def test_there_is_nothing_to_confirm_where_nothing_stands(self, client, director):
        change(client, self.url, closed_es="", confirmed_es="on")

        assert SafetyPolicy.current().languages == ["en"]


class TestRota:
    url = "/staff/policy/rota/"

    def add(self, client, who, **values):
        known = {
            "person": str(who.pk),
            "days": ["0", "1", "2", "3", "4"],
            "starts": "09:00",
            "ends": "17:00",
            "site": "",
        }
        return client.post("/staff/policy/rota/add/", known | values)

    def test_an_empty_rota_has_its_gaps_named(self, client, director, site, wednesday):
        page = client.get(self.url)

        day = one(page, "[data-day='2026-11-18']")
        assert f"Gap at {site}: 9:00 a.m. to 5:00 p.m." in text(day)
        assert values(page, "[data-gap]", "data-gap") == [str(site.pk)] * 5

    def test_turns_fill_them(self, client, director, wednesday):
        done = self.add(client, director)

        page = client.get(done.url)
        assert not parsed(page).select("[data-gap]")
        assert len(parsed(page).select("[data-turn]")) == 5
        assert "Dr. Dora" in text(one(page, "[data-day='2026-11-18']"))

    def test_the_same_turn_twice_stands_once(self, client, director):
        self.add(client, director), self.add(client, director)

        assert RotaTurn.objects.count() == 5

    def test_a_turn_is_taken_off(self, client, director):
        self.add(client, director, days=["0"])
        turn = RotaTurn.objects.get()

        for _time in range(2):
            done = client.post(f"/staff/policy/rota/turns/{turn.pk}/remove/")
            assert done.url == self.url

        assert not RotaTurn.objects.exists()
        assert Event.objects.filter(action="rota.removed").count() == 1

    def test_somebody_stands_in_and_is_taken_off(self, client, director, wednesday):
        sent = {
            "person": str(director.pk),
            "starts_at": "2026-11-18T12:00",
            "ends_at": "2026-11-18T13:00",
            "site": "",
        }
        client.post("/staff/policy/rota/stand-in/", sent)

        stand = RotaStand.objects.get()
        page = client.get(self.url)
        assert "18 November, 12:00 p.m." in text(one(page, "[data-stand]"))
        client.post(f"/staff/policy/rota/stand-ins/{stand.pk}/remove/")
        assert not RotaStand.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "advice"),
        [
            ({"person": ""}, "Choose a person."),
            ({"days": []}, "Choose at least one day."),
            ({"starts": "early"}, "Write a time"),
        ],
    )
    def test_half_a_turn_is_refused(self, client, director, wrong, advice):
        page = self.add(client, director, **wrong)

        assert page.status_code == 422
        assert advice in text(one(page, "#error-summary"))

    def test_nobody_is_put_on_call_where_they_do_not_work(self, client, director):
        page = self.add(client, director, site=str(make_site().pk))

        assert page.status_code == 422
        assert "does not work at this site" in text(one(page, "#error-summary"))

    def test_keeping_to_the_rota_is_a_choice(self, client, director):
        change(client, self.url, by_rota="yes")

        assert SafetyPolicy.current().by_rota

    def test_an_unknown_kind_of_row_does_not_exist(self, client, director):
        assert client.post("/staff/policy/rota/staff/1/remove/").status_code == 404

    def test_the_week_costs_the_same_with_many_turns(
        self, client, director, wednesday, django_assert_max_num_queries
    ):
        for _number in range(4):
            self.add(client, make_staff("clinician", sites=director.sites.all()))

        with django_assert_max_num_queries(16):
            client.get(self.url)


class TestEscalation:
    url = "/staff/policy/escalation/"

    def test_the_order_is_kept(self, client, director, site):
        ann = make_staff("clinician", sites=(site,))

        change(client, self.url, step_1=str(ann.pk), step_3=str(director.pk))

        assert [step.person for step in ChainStep.objects.all()] == [ann, director]

    def test_nobody_stands_there_twice(self, client, director):
        chosen = str(director.pk)

        page = change(client, self.url, step_1=chosen, step_2=chosen)

        assert page.status_code == 422
        assert "stands above already" in text(one(page, "#error-summary"))

    def test_somebody_who_takes_no_alerts_cannot_be_chosen(
        self, client, director, site
    ):
        desk = make_staff("front_desk", sites=(site,))

        assert change(client, self.url, step_1=str(desk.pk)).status_code == 422
        assert not ChainStep.objects.exists()


class TestPublishing:
    """A clinic that keeps a rota with gaps asks nobody more about danger."""

    @pytest.fixture
    def uncovered(self, client, director):
        change(client, "/staff/policy/rota/", by_rota="yes")

    def test_a_rota_with_gaps_publishes_nothing(self, director, uncovered):
        data = active_version().data | {"title": "Another one"}

        with pytest.raises(Unheard) as refused:
            publish_questionnaire(data, by=director)

        assert refused.value.gaps == (Gap.ROTA,)

    def test_a_site_where_nobody_takes_alerts_publishes_nothing(self, director):
        make_site("Far away")

        with pytest.raises(Unheard) as refused:
            reopen_questionnaire(version=active_version(), by=director)

        assert refused.value.gaps == (Gap.SITE,)
        assert gaps() == ()

    def test_the_page_says_why_and_leads_there(self, client, director, uncovered):
        version = active_version()
        page = client.get(
            f"/staff/questionnaires/{version.questionnaire.code}/{version.number}/open/"
        )

        assert "the rota names nobody for some of the staffed hours" in page.text
        assert parsed(page).select("main a[href='/staff/policy/rota/']")

    def test_patients_begin_all_the_same(self, uncovered):
        assert gaps() == ()

    def test_a_rota_without_gaps_may(self, director, uncovered):
        on_call_always(director)
        version = active_version()

        reopen_questionnaire(version=version, by=director)

        assert active_version() == version


class TestPatients:
    def words(self, client, patient):
        client.force_login(patient.user)
        return client.get("/patient/").text

    def test_read_that_the_clinic_is_closed(self, client, director, wednesday):
        patient = make_patient()
        raise_alert(patient)
        assert "Our clinic is closed now." not in self.words(client, patient)

        wednesday.pass_time(hours=12)

        assert "Our clinic is closed now." in self.words(client, patient)


@pytest.mark.parametrize("role", ["clinician", "administrator", "privacy_officer"])
def test_only_the_medical_director_settles_it(client, role):
    client.force_login(make_staff(role))

    assert client.get("/staff/policy/").status_code == 403
