"""Pages on which administrators manage the people who sign in."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from intake.accounts import actions
from intake.accounts.actions import link_of, set_active
from intake.accounts.models import User
from intake.accounts.roles import DESCRIPTIONS, Role
from intake.audit.models import Event
from intake.messaging.actions import deliver_due
from intake.practice.models import Location
from tests.factories.staff import PASSWORD, make_patient_account, make_site, make_staff

PEOPLE = "/staff/admin/people/"
ADD = "/staff/admin/people/add/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = make_staff("administrator", login="boss", name="Bo Boss")
    client.force_login(boss)
    return boss


@pytest.fixture
def site():
    return make_site("North")


def url_of(name, person):
    return reverse(f"staff:{name}", args=[person.pk])


def known(person, **changes):
    """What the form of a person posts."""
    values = {
        "name": person.name,
        "login": person.login,
        "email": person.email,
        "mobile": person.mobile,
        "roles": person.roles,
        "sites": person.site_ids(),
    }
    return values | changes


def new(**changes):
    return {"name": "Ana Silva", "login": "ana.silva", "roles": ["clinician"]} | changes


def link_in(page):
    shown = re.search(r"data-link readonly value=\"([^\"]+)\"", page.text)
    return shown and shown.group(1)


def token_of(link):
    return link.rstrip("/").rsplit("/", 1)[1]


class TestList:
    def test_people_are_sorted_by_name_whatever_the_capitals(self, client, boss):
        for name in ("cy", "Ana", "Dee"):
            make_staff("clinician", name=name)

        page = client.get(PEOPLE).text

        places = [
            page.index(f">{name}</a>") for name in ("Ana", "Bo Boss", "cy", "Dee")
        ]
        assert places == sorted(places)

    def test_each_shows_roles_sites_access_and_last_sign_in(self, client, boss, site):
        ana = make_staff("clinician", "front_desk", name="Ana", sites=(site,))
        ana.last_login = datetime(2026, 3, 4, 17, tzinfo=UTC)
        ana.save()

        page = client.get(PEOPLE).text

        row = page[page.index(f'data-person="{ana.pk}"') :]
        row = row[: row.index("</tr>")]
        for shown in ("Clinician, Front desk", "North", "Active", "4 March 2026"):
            assert shown in row

    @pytest.mark.parametrize(
        ("state", "shown"),
        [
            ("invited", "Invited"),
            ("ended", "Ended"),
            ("blind", "None: sees no patients"),
        ],
    )
    def test_what_keeps_somebody_from_working_is_shown(
        self, client, boss, state, shown
    ):
        ana = make_staff("clinician", password="" if state == "invited" else PASSWORD)
        if state == "ended":
            set_active(user=ana, active=False, by=boss)

        assert shown in client.get(PEOPLE).text

    def test_patients_are_not_in_it(self, client, boss):
        patient = make_patient_account()

        assert str(patient.pk) not in client.get(PEOPLE).text

    def test_more_people_need_no_more_queries(
        self, client, boss, site, django_assert_max_num_queries
    ):
        for _number in range(5):
            make_staff("clinician", sites=(site,))

        with django_assert_max_num_queries(9):
            client.get(PEOPLE)


class TestAdd:
    def test_a_person_is_made_with_roles_and_sites(self, client, boss, site):
        reply = client.post(ADD, new(sites=[site.pk], email="ana@clinic.example"))

        ana = User.objects.get(login="ana.silva")
        assert (reply.status_code, reply.url) == (302, url_of("person_link", ana))
        assert (ana.name, ana.roles, ana.email) == (
            "Ana Silva",
            ["clinician"],
            "ana@clinic.example",
        )
        assert list(ana.sites.all()) == [site]
        assert not ana.has_usable_password()
        assert Event.objects.get(
            action="staff.created", subject_id=str(ana.pk)
        ).actor_id == str(boss.pk)

    def test_the_link_is_shown_once(self, client, boss):
        page = client.post(ADD, new(), follow=True)

        link = link_in(page)
        assert link_of(token_of(link)).user.login == "ana.silva"
        assert link_in(client.get(page.request["PATH_INFO"])) is None

    def test_the_link_is_nowhere_on_the_server(self, client, boss):
        page = client.post(ADD, new(), follow=True)

        token = token_of(link_in(page))

        assert token not in str(dict(client.session))
        assert token not in str(list(Event.objects.values()))

    def test_the_link_is_sent_if_there_is_an_address(self, client, boss):
        page = client.post(ADD, new(email="ana@clinic.example"), follow=True)
        deliver_due()

        assert "on its way to ana@clinic.example" in page.text
        assert link_in(page) in mail.outbox[0].body

    def test_without_an_address_it_has_to_be_handed_over(self, client, boss):
        page = client.post(ADD, new(), follow=True)

        assert "hand the link over yourself" in page.text

    def test_a_clinician_without_a_site_is_warned_about(self, client, boss, site):
        page = client.post(ADD, new(), follow=True)

        assert "Ana Silva has no site, and so sees no patients." in page.text

    def test_every_role_says_what_it_may_do(self, client, boss):
        page = client.get(ADD).text

        for role in Role:
            assert f"<b>{role.label}</b><br>{DESCRIPTIONS[role]}" in page

    def test_a_clinic_without_sites_is_told_to_add_one(self, client, boss):
        Location.objects.all().delete()

        assert "Add a site first" in client.get(ADD).text

    @pytest.mark.parametrize(
        ("changes", "advice"),
        [
            pytest.param({"name": " "}, "Write a name.", id="blank name"),
            pytest.param({"login": ""}, "Write a sign-in name.", id="no sign-in name"),
            pytest.param({"login": "BOSS"}, "Somebody already signs in", id="taken"),
            pytest.param({"login": "a b"}, "without spaces", id="space"),
            pytest.param({"login": "añil"}, "without spaces and accents", id="accent"),
            pytest.param({"login": "a"}, "at least two letters", id="too short"),
            pytest.param({"email": "ana"}, "name@example.com", id="no address"),
            pytest.param({"roles": []}, "Choose at least one role.", id="no role"),
            pytest.param({"roles": ["owner"]}, "owner", id="unknown role"),
            pytest.param({"sites": ["99"]}, "99", id="unknown site"),
        ],
    )
    def test_what_cannot_be_is_refused_with_advice(self, client, boss, changes, advice):
        reply = client.post(ADD, new(**changes))

        assert reply.status_code == 422
        assert advice in reply.text
        assert f'href="#id_{next(iter(changes))}' in reply.text
        assert not User.objects.filter(name="Ana Silva").exists()

    def test_a_name_taken_in_the_same_moment_is_refused_too(
        self, client, boss, monkeypatch
    ):
        def too_late(**_details):
            raise IntegrityError

        monkeypatch.setattr(actions, "create_staff", too_late)

        reply = client.post(ADD, new())

        assert reply.status_code == 422
        assert "Somebody already signs in" in reply.text


class TestChange:
    def test_what_was_typed_is_stored(self, client, boss, site):
        ana = make_staff("clinician")

        reply = client.post(
            url_of("person_change", ana),
            known(ana, name="Ana S.", roles=["front_desk"], sites=[site.pk]),
        )

        assert (reply.status_code, reply.url) == (302, PEOPLE)
        ana = User.objects.get(pk=ana.pk)
        assert (ana.name, ana.roles) == ("Ana S.", ["front_desk"])
        assert list(ana.sites.all()) == [site]
        assert "Saved: Ana S." in client.get(PEOPLE).text

    def test_the_page_shows_what_is_stored(self, client, boss, site):
        ana = make_staff("clinician", name="Ana", email="a@b.example", sites=(site,))

        page = client.get(url_of("person_change", ana)).text

        assert 'value="a@b.example"' in page
        assert page.count(" checked") == 2

    def test_ones_own_sign_in_name_is_not_taken(self, client, boss):
        reply = client.post(url_of("person_change", boss), known(boss, login="BOSS"))

        assert reply.status_code == 302

    def test_another_ones_is(self, client, boss):
        ana = make_staff("clinician", login="ana")

        reply = client.post(url_of("person_change", ana), known(ana, login="boss"))

        assert reply.status_code == 422
        assert "Somebody already signs in" in reply.text

    def test_taking_the_last_site_away_is_warned_about(self, client, boss, site):
        ana = make_staff("clinician", name="Ana", sites=(site,))

        page = client.post(
            url_of("person_change", ana), known(ana, sites=[]), follow=True
        )

        assert "Ana has no site" in page.text

    def test_the_last_administrator_stays_one(self, client, boss):
        reply = client.post(
            url_of("person_change", boss), known(boss, roles=["clinician"])
        )

        assert reply.status_code == 422
        assert "Nobody else could manage people then." in reply.text
        boss.refresh_from_db()
        assert boss.roles == ["administrator"]

    def test_the_last_administrator_may_take_on_more(self, client, boss):
        roles = ["administrator", "content_editor"]

        reply = client.post(url_of("person_change", boss), known(boss, roles=roles))

        assert reply.status_code == 302

    def test_nobody_makes_themselves_a_clinician(self, client, boss):
        roles = ["administrator", "clinician"]

        reply = client.post(url_of("person_change", boss), known(boss, roles=roles))

        assert reply.status_code == 422
        assert "Nobody gives this role to themselves." in reply.text
        boss.refresh_from_db()
        assert boss.roles == ["administrator"]

    def test_one_of_two_administrators_may_stop(self, client, boss):
        make_staff("administrator")

        reply = client.post(
            url_of("person_change", boss), known(boss, roles=["content_editor"])
        )

        assert reply.status_code == 302

    def test_a_change_made_elsewhere_is_not_overwritten(self, client, boss):
        ana = make_staff("clinician", name="Ana")
        opened = client.get(url_of("person_change", ana)).context["form"].revision
        User.objects.filter(pk=ana.pk).update(name="Ana Silva")

        reply = client.post(
            url_of("person_change", ana),
            known(ana, name="Ana S.", _revision=opened),
        )

        assert reply.status_code == 409
        assert "Somebody else changed this" in reply.text
        assert "<dd>Ana Silva</dd>" in reply.text
        assert 'value="Ana S."' in reply.text
        assert User.objects.get(pk=ana.pk).name == "Ana Silva"

    def test_having_seen_it_one_may_replace_it(self, client, boss):
        ana = make_staff("clinician", name="Ana")
        User.objects.filter(pk=ana.pk).update(name="Ana Silva")
        refused = client.post(
            url_of("person_change", ana), known(ana, name="Ana S.", _revision="old")
        )

        reply = client.post(
            url_of("person_change", ana),
            known(ana, name="Ana S.", _revision=refused.context["form"].revision),
        )

        assert reply.status_code == 302
        assert User.objects.get(pk=ana.pk).name == "Ana S."

    def test_the_same_post_twice_has_one_effect(self, client, boss):
        ana = make_staff("clinician", name="Ana")
        opened = client.get(url_of("person_change", ana)).context["form"].revision
        posted = known(ana, name="Ana S.", _revision=opened)

        replies = [client.post(url_of("person_change", ana), posted) for _ in range(2)]

        assert [reply.status_code for reply in replies] == [302, 302]


class TestLink:
    def test_looking_makes_no_link(self, client, boss):
        ana = make_staff("clinician")

        page = client.get(url_of("person_link", ana))

        assert 'data-form="link"' in page.text
        assert not ana.links.exists()

    def test_a_new_link_is_shown_and_ends_the_one_before(self, client, boss):
        ana = make_staff("clinician")
        first = link_in(client.post(url_of("person_link", ana), follow=True))

        second = link_in(client.post(url_of("person_link", ana), follow=True))

        assert link_of(token_of(first)) is None
        assert link_of(token_of(second)).user == ana

    def test_it_is_recorded_who_made_it(self, client, boss):
        ana = make_staff("clinician")

        client.post(url_of("person_link", ana))

        event = Event.objects.get(action="staff.link_made")
        assert (event.actor_id, event.subject_id) == (str(boss.pk), str(ana.pk))

    def test_the_link_of_one_is_not_shown_on_the_page_of_another(self, client, boss):
        ana, cy = make_staff("clinician"), make_staff("clinician")

        client.post(url_of("person_link", ana))

        assert link_in(client.get(url_of("person_link", cy))) is None

    def test_its_cookie_is_for_one_page_and_one_minute(self, client, boss):
        ana = make_staff("clinician")

        cookie = client.post(url_of("person_link", ana)).cookies["link"]

        assert (cookie["path"], cookie["max-age"]) == (url_of("person_link", ana), 60)
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")

    def test_somebody_without_access_gets_none(self, client, boss):
        ana = make_staff("clinician")
        set_active(user=ana, active=False, by=boss)

        reply = client.post(url_of("person_link", ana))

        assert reply.url == url_of("person_end", ana)
        assert not ana.links.exists()


class TestEnd:
    def test_it_asks_first(self, client, boss):
        ana = make_staff("clinician", name="Ana")

        page = client.get(url_of("person_end", ana))

        assert "End access of Ana?" in page.text
        assert User.objects.get(pk=ana.pk).is_active

    def test_access_is_ended(self, client, boss):
        ana = make_staff("clinician", name="Ana")

        reply = client.post(url_of("person_end", ana), {"_action": "end"}, follow=True)

        assert reply.redirect_chain == [(PEOPLE, 302)]
        assert "Ana has no access now." in reply.text
        assert not User.objects.get(pk=ana.pk).is_active

    def test_and_given_back(self, client, boss):
        ana = make_staff("clinician", name="Ana")
        set_active(user=ana, active=False, by=boss)
        page = client.get(url_of("person_end", ana))

        reply = client.post(
            url_of("person_end", ana), {"_action": "restore"}, follow=True
        )

        assert "Let Ana in again?" in page.text
        assert "Ana may sign in again." in reply.text
        assert User.objects.get(pk=ana.pk).is_active

    @pytest.mark.parametrize("wish", ["end", "restore"])
    def test_the_same_post_twice_has_one_effect(self, client, boss, wish):
        ana = make_staff("clinician")
        set_active(user=ana, active=wish == "end", by=boss)
        before = Event.objects.filter(subject_id=str(ana.pk)).count()

        for _time in range(2):
            client.post(url_of("person_end", ana), {"_action": wish})

        assert User.objects.get(pk=ana.pk).is_active is (wish == "restore")
        after = Event.objects.filter(subject_id=str(ana.pk)).count()
        assert after == before + 1

    @pytest.mark.parametrize("posted", [{}, {"_action": "toggle"}])
    def test_a_post_without_a_wish_changes_nothing(self, client, boss, posted):
        ana = make_staff("clinician")

        reply = client.post(url_of("person_end", ana), posted)

        assert reply.status_code == 422
        assert User.objects.get(pk=ana.pk).is_active

    def test_the_last_administrator_cannot_end_their_own_access(self, client, boss):
        page = client.get(url_of("person_end", boss))
        reply = client.post(url_of("person_end", boss), {"_action": "end"})

        assert 'data-form="end"' not in page.text
        assert reply.status_code == 422
        assert "Make another administrator first" in reply.text
        assert User.objects.get(pk=boss.pk).is_active

    def test_one_of_two_may_and_is_signed_out_at_once(self, client, boss):
        make_staff("administrator")

        client.post(url_of("person_end", boss), {"_action": "end"})

        assert client.get(PEOPLE).status_code == 302


class TestMobile:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("555 010 0199", "+15550100199"),
            ("(555) 010-0199", "+15550100199"),
            ("1-555-010-0199", "+15550100199"),
            ("+1 555 010 0199", "+15550100199"),
            ("+44 20 7946 0000", "+442079460000"),
            ("", ""),
        ],
    )
    def test_a_number_is_kept_as_gateways_dial_it(self, client, boss, written, kept):
        client.post(ADD, new(mobile=written))

        assert User.objects.get(login="ana.silva").mobile == kept

    @pytest.mark.parametrize(
        "written", ["0199", "555 010 019", "call me", "+0 555 010 0199", "٥٥٥٠١٠٠١٩٩"]
    )
    def test_what_cannot_be_dialed_is_refused(self, client, boss, written):
        reply = client.post(ADD, new(mobile=written))

        assert reply.status_code == 422
        assert 'href="#id_mobile"' in reply.text
        assert "Write a mobile number, such as" in reply.text

    def test_it_can_be_changed_and_taken_away(self, client, boss):
        ana = make_staff("clinician", mobile="+15550100199")

        client.post(url_of("person_change", ana), known(ana, mobile=""))

        ana.refresh_from_db()
        assert ana.mobile == ""

    def test_the_database_keeps_nothing_else(self):
        with pytest.raises(IntegrityError, match="user_mobile_can_be_dialed"):
            make_staff("clinician", mobile="5550100199")
