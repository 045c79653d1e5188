"""Whoever keeps asking or guessing gets a link; whose address it is, gets in by it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from intake.accounts import codes
from intake.accounts.codes import SpentCode, WrongCode
from intake.accounts.models import SignInCode, SignInTry
from intake.audit.models import Event

ADDRESS = "kim@example.com"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pass_time(monkeypatch):
    """Moves the clock on."""
    moved = timedelta()
    now = timezone.now

    def pass_time(**by):
        nonlocal moved
        moved += timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now() + moved)

    return pass_time


def ask(address=ADDRESS, **how):
    return codes.ask(address=address, language="en", **how)


def digits():
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()


def wrong():
    return f"{(int(digits()) + 1) % 10**6:06}"


def token():
    return re.search(r"/patient/sign-in/link/(\S+)/", mail.outbox[-1].body).group(1)


def letters():
    return re.search(
        r"^[\dA-Z]{4}(-[\dA-Z]{4}){2}$", mail.outbox[-1].body, re.M
    ).group()


def ask_until_a_link_comes():
    for _time in range(codes.MOST_CODES):
        ask()
    return ask()


def guess_until_a_link_comes():
    """Two codes a quarter of an hour, each tried as often as may be."""
    for _code in range(codes.MOST_WRONG_A_DAY // codes.MOST_TRIES):
        asked = ask()
        for _try in range(codes.MOST_TRIES):
            with pytest.raises((WrongCode, SpentCode)):
                codes.prove(asked=asked, digits=wrong())


def test_the_first_five_within_a_quarter_of_an_hour_are_digits_then_a_link_comes():
    asked = ask_until_a_link_comes()

    assert asked.link_sent_at
    assert len(mail.outbox) == codes.MOST_CODES + 1
    assert codes.use_link(token=token()) == ADDRESS


def test_a_link_is_sent_once_however_often_somebody_asks():
    first = ask_until_a_link_comes()

    again = [ask() for _time in range(20)]

    assert len(mail.outbox) == codes.MOST_CODES + 1
    assert {asked.code_id for asked in again} == {first.code_id}


def test_the_link_that_a_stranger_asked_for_lets_its_owner_in_from_any_browser():
    ask_until_a_link_comes()
    owner = ask()

    assert codes.prove(asked=owner, digits=letters()) == ADDRESS


def test_letters_are_taken_however_they_are_typed():
    asked = ask_until_a_link_comes()

    typed = letters().replace("-", "").lower()

    assert codes.prove(asked=asked, digits=typed) == ADDRESS


def test_a_link_works_once_by_either_way():
    asked = ask_until_a_link_comes()
    sent, written = token(), letters()
    codes.use_link(token=sent)

    with pytest.raises(SpentCode):
        codes.use_link(token=sent)
    with pytest.raises(SpentCode):
        codes.prove(asked=asked, digits=written)


def test_wrong_letters_spend_no_link_that_somebody_else_waits_for():
    asked = ask_until_a_link_comes()

    for _try in range(codes.MOST_TRIES + codes.MOST_WRONG_A_DAY):
        with pytest.raises(WrongCode):
            codes.prove(asked=asked, digits="AAAA-AAAA-AAAA")

    assert codes.use_link(token=token()) == ADDRESS


def test_a_link_is_over_after_four_hours(pass_time):
    ask_until_a_link_comes()
    sent = token()

    pass_time(hours=3, minutes=59)
    assert codes.link_of(sent)
    pass_time(minutes=2)

    with pytest.raises(SpentCode):
        codes.use_link(token=sent)


def test_a_used_link_is_followed_by_another():
    ask_until_a_link_comes()
    codes.use_link(token=token())

    ask()

    assert codes.use_link(token=token()) == ADDRESS


def test_whoever_asks_all_day_sends_an_address_a_bounded_number_of_messages(pass_time):
    for _round in range(24 * 4):
        ask()
        pass_time(minutes=15)

    assert len(mail.outbox) <= codes.MOST_CODES_A_DAY + 12 + 1


def test_twenty_wrong_digits_a_day_are_followed_by_a_link():
    guess_until_a_link_comes()

    ask()

    assert codes.use_link(token=token()) == ADDRESS
    assert SignInTry.objects.filter(succeeded=False).count() == codes.MOST_WRONG_A_DAY


def test_digits_that_were_asked_for_before_are_not_tried_after_twenty_wrong_ones():
    early = ask()
    right = digits()
    guess_until_a_link_comes()

    with pytest.raises(SpentCode):
        codes.prove(asked=early, digits=right)


def test_tomorrow_digits_are_sent_again(pass_time):
    guess_until_a_link_comes()

    pass_time(days=1, minutes=1)

    assert ask().link_sent_at is None
    assert digits()


def test_guesses_of_strangers_leave_a_known_browser_its_digits():
    guess_until_a_link_comes()

    asked = ask(browser=b"known")

    assert codes.prove(asked=asked, digits=digits()) == ADDRESS


def test_codes_that_somebody_signed_in_with_are_not_held_against_them():
    for _time in range(codes.MOST_CODES_A_DAY + 1):
        asked = ask()
        codes.prove(asked=asked, digits=digits())

    assert ask().link_sent_at is None


def test_one_address_being_guessed_at_leaves_others_their_digits():
    guess_until_a_link_comes()

    assert ask("lee@example.com").link_sent_at is None


def test_a_link_that_did_not_leave_is_not_waited_for(monkeypatch):
    for _time in range(codes.MOST_CODES):
        ask()

    def fail(**message):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("intake.messaging.actions.send_now", fail)
        with pytest.raises(ConnectionRefusedError):
            ask()

    ask()
    assert codes.use_link(token=token()) == ADDRESS


def test_neither_token_nor_letters_can_be_read_from_the_row():
    ask_until_a_link_comes()

    row = SignInCode.objects.filter(is_link=True).values().get()
    kept = b"\0".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in row.values()
    )

    assert token().encode() not in kept
    assert letters().replace("-", "").encode() not in kept


def test_the_trail_tells_links_that_were_sent_from_those_that_were_there():
    ask_until_a_link_comes()
    ask()

    asked = Event.objects.filter(action="code.asked").exclude(detail={})

    kinds = list(asked.order_by("number").values_list("detail__link", flat=True))
    assert kinds == ["sent", "sent before"]
