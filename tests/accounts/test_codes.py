"""Sign-in by a six-digit code."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from intake.accounts import codes
from intake.accounts.codes import Asked, SpentCode, WrongCode
from intake.accounts.models import SignInCode, SignInTry
from intake.audit.models import Event

ADDRESS = "kim@example.com"
pytestmark = pytest.mark.django_db


@pytest.fixture
def pass_time(monkeypatch):
    """Moves the clock on."""

    def pass_time(**by):
        later = timezone.now() + timedelta(**by)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    return pass_time


def ask(address=ADDRESS):
    """Ask for a code; what the browser keeps, and the digits in the message."""
    asked = codes.ask(address=address, language="en")
    digits = [line for line in mail.outbox[-1].body.splitlines() if line.isdigit()]
    return asked, digits[0]


def another(digits):
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 10**6:06}"


def test_the_code_that_was_sent_gives_back_the_address():
    asked, digits = ask()

    assert codes.prove(asked=asked, digits=digits) == ADDRESS
    assert mail.outbox[0].to == [ADDRESS]


def test_a_code_has_six_digits():
    _asked, digits = ask()

    assert len(digits) == 6


def test_a_code_works_once():
    asked, digits = ask()
    codes.prove(asked=asked, digits=digits)

    with pytest.raises(SpentCode):
        codes.prove(asked=asked, digits=digits)


def test_a_wrong_code_may_be_followed_by_the_right_one():
    asked, digits = ask()

    with pytest.raises(WrongCode):
        codes.prove(asked=asked, digits=another(digits))

    assert codes.prove(asked=asked, digits=digits) == ADDRESS


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_not_the_code_is_wrong(wrong):
    asked, _digits = ask()

    with pytest.raises(WrongCode):
        codes.prove(asked=asked, digits=wrong)


def test_the_fifth_try_may_still_be_right():
    asked, digits = ask()
    for _try in range(4):
        with pytest.raises(WrongCode):
            codes.prove(asked=asked, digits=another(digits))

    assert codes.prove(asked=asked, digits=digits) == ADDRESS


def test_the_fifth_wrong_try_spends_the_code():
    asked, digits = ask()
    for _try in range(4):
        with pytest.raises(WrongCode):
            codes.prove(asked=asked, digits=another(digits))

    with pytest.raises(SpentCode):
        codes.prove(asked=asked, digits=another(digits))
    with pytest.raises(SpentCode):
        codes.prove(asked=asked, digits=digits)


def test_a_code_still_works_shortly_before_it_expires(pass_time):
    asked, digits = ask()

    pass_time(minutes=9, seconds=59)

    assert codes.prove(asked=asked, digits=digits) == ADDRESS


def test_an_expired_code_is_spent(pass_time):
    asked, digits = ask()

    pass_time(minutes=10, seconds=1)

    with pytest.raises(SpentCode):
        codes.prove(asked=asked, digits=digits)


def test_a_code_works_only_in_the_browser_that_asked():
    asked, digits = ask()
    elsewhere = Asked(code_id=asked.code_id, proof="of another browser")

    with pytest.raises(SpentCode):
        codes.prove(asked=elsewhere, digits=digits)

    assert codes.prove(asked=asked, digits=digits) == ADDRESS


def test_a_code_of_one_request_does_not_answer_another():
    first, digits_of_first = ask()
    second, digits_of_second = ask("lee@example.com")
    if digits_of_first == digits_of_second:
        pytest.skip("both drew the same digits, once in a million")

    with pytest.raises(WrongCode):
        codes.prove(asked=second, digits=digits_of_first)

    assert codes.prove(asked=first, digits=digits_of_first) == ADDRESS


def test_a_request_that_never_was_is_spent():
    never = Asked(code_id="00000000-0000-4000-8000-000000000000", proof="")

    with pytest.raises(SpentCode):
        codes.prove(asked=never, digits="123456")


@pytest.mark.parametrize(
    "same", ["KIM@example.com", " kim@EXAMPLE.com ", "Kim@Example.Com"]
)
def test_capitals_and_spaces_make_no_other_address(same):
    assert codes.address_index(same) == codes.address_index(ADDRESS)


def test_another_address_has_another_index():
    assert codes.address_index("kim@example.org") != codes.address_index(ADDRESS)


def test_neither_address_nor_code_can_be_read_from_the_row():
    _asked, digits = ask()

    row = SignInCode.objects.values().get()
    kept = b"\0".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for name, value in row.items()
        if not name.endswith("_at")
    )

    assert ADDRESS.encode() not in kept
    assert b"kim" not in kept.lower()
    assert digits.encode() not in kept


def test_what_the_browser_keeps_holds_no_address_and_no_code():
    asked, digits = ask()

    assert "kim" not in asked.proof + asked.code_id
    assert digits not in asked.proof


def test_tries_are_kept_and_refused_ones_recorded():
    asked, digits = ask()
    with pytest.raises(WrongCode):
        codes.prove(asked=asked, digits=another(digits))
    codes.prove(asked=asked, digits=digits)

    tries = SignInTry.objects.order_by("pk").values_list("succeeded", flat=True)

    assert list(tries) == [False, True]
    refused = Event.objects.get(action="code.tried")
    assert (refused.outcome, refused.detail) == ("refused", {"code": asked.code_id})


def test_the_database_lets_a_code_succeed_once():
    asked, digits = ask()
    codes.prove(asked=asked, digits=digits)

    with pytest.raises(IntegrityError, match="code_used_once"), transaction.atomic():
        SignInTry.objects.create(code_id=asked.code_id, succeeded=True)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        pytest.param(SignInCode, {"code_digest": b""}, id="code"),
        pytest.param(SignInTry, {"succeeded": False}, id="try"),
    ],
)
def test_codes_and_tries_are_never_changed_or_deleted(model, change):
    asked, digits = ask()
    codes.prove(asked=asked, digits=digits)

    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_the_message_is_discreet():
    ask()

    message = mail.outbox[0]

    assert message.subject == "Your sign-in code"
    assert message.from_email.startswith("Your care team <")
