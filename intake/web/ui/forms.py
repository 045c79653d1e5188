"""What fixed forms of both sides share: how they are drawn, refused and answered."""

import json
from collections.abc import Iterable
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

REVISION = "_revision"


class Drawn:
    """Gives a form its crispy helper; ``components/form.html`` writes the `<form>`."""

    template_layout: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(self.template_layout or self.fields))


class Revised:
    """Refuses to overwrite what was changed elsewhere since the page was opened.

    The page carries ``revision`` in a hidden input; a form that comes back with
    another one is refused with 409 and shows what is stored now in ``stored``.
    Values that are already stored are accepted again.
    """

    is_conflict = False
    stored: tuple[tuple[str, str], ...] = ()

    @property
    def revision(self) -> str:
        """A mark of the values that were stored when the page was opened."""
        shown = {name: self.get_initial_for_field(f, name) for name, f in self._all()}
        text = json.dumps(shown, sort_keys=True, default=str)
        return sha256(text.encode()).hexdigest()[:16]

    def clean(self):
        cleaned = super().clean()
        sent = self.data.get(REVISION)
        if sent not in (None, self.revision) and self.has_changed():
            self.is_conflict = True
            self.stored = tuple(self._stored())
            self.add_error(None, _("Somebody else changed this after you opened it."))
        return cleaned

    def _all(self) -> Iterable[tuple[str, forms.Field]]:
        return self.fields.items()

    def _stored(self) -> Iterable[tuple[str, str]]:
        for name in self.changed_data:
            field = self.fields[name]
            value = self.get_initial_for_field(field, name)
            yield self[name].label, in_words(field, value)


class PlainForm(Drawn, forms.Form):
    """A form that is drawn by its layout, or field after field."""


class PlainModelForm(Drawn, forms.ModelForm):
    """The same for the values of one row; an action saves ``form.instance``."""


def in_words(field: forms.Field, value: Any) -> str:
    """A stored value as a person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(code): label for code, label in _choices(field)}
    return ", ".join(str(labels.get(str(v), v)) for v in values if v not in (None, ""))


def _choices(field: forms.Field) -> Iterable[tuple[Any, Any]]:
    for code, label in getattr(field, "choices", ()):
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty post counts as a post."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, template: str, form: forms.BaseForm, **context: Any
) -> HttpResponse:
    """The page of a form: 200 at first, 422 when refused, 409 on a conflict."""
    status = HTTPStatus.OK
    if form.is_bound:
        conflict = getattr(form, "is_conflict", False)
        status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, {"form": form, **context}, status=status)
