"""What a page asks of the browser's passkeys, and the answer, in a hidden input.

The script ``passkey.js`` asks the browser, fills the input and sends the form; without
it nothing of this shows.
"""

import json
from typing import Any

from django import forms
from django.http import HttpRequest

from intake.accounts.passkeys import LONGEST, Place, Question

STATE = "passkey_asked"  # in the session, until the first answer


def place_of(request: HttpRequest) -> Place:
    return Place(str(request.scheme), request.get_host())


def shown(request: HttpRequest, question: Question) -> str:
    """What the page asks, as JSON; its challenge waits in the session."""
    request.session[STATE] = question.state
    return json.dumps(question.options)


def state_of(request: HttpRequest) -> dict[str, Any]:
    """What was asked, once; an empty one fits no answer."""
    return request.session.pop(STATE, {})


class AnswerInput(forms.HiddenInput):
    """Empty on every page: an answer counts once, and a refused one never again."""

    def format_value(self, value):
        return None


class PasskeyMixin(forms.Form):
    """Gives a form the hidden input."""

    passkey = forms.CharField(required=False, max_length=LONGEST, widget=AnswerInput)


def asked(label, **kwargs) -> forms.CharField:
    """An input that a passkey may stand in for, and which is not called optional."""
    field = forms.CharField(label=label, required=False, **kwargs)
    field.optional = False
    return field
