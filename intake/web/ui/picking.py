"""What is written and what is picked, brought together in one form.

A whole name is its own answer. For one that is not clear the person is asked once which
row is meant, and a name that differs from what was picked is asked about as well; what
they send then stands. What was written is kept to the letter beside whatever is picked.
"""

from functools import partial

from django import forms
from django.utils.translation import gettext as _

from intake.domain.answer import SKIPPED, State, answered
from intake.domain.questionnaire.items import OTHER, Item
from intake.domain.treatments.agents import load_agents
from intake.domain.treatments.doses import doses_of

from .picker import ASKED, Picker
from .posted_values import digits
from .refusals import ANSWER_NEEDED, MISSING

UNCLEAR = "unclear"  # the code of an error that asks which row is meant


def connect(form: forms.Form, item: Item) -> None:
    """Let the inputs of a question see what stands in those that it rests on."""
    widget = form.fields[item.link_id].widget
    if item.named_by:
        widget.written = partial(_typed, form, item.named_by)
        if item.required and item.named_by in form.fields:
            form.fields[item.named_by].optional = False
    if item.strengths_of:
        widget.usual = partial(_strengths, form, item.strengths_of)


def _typed(form: forms.Form, name: str) -> str:
    value = form[name].value() if name in form.fields else None
    return (value or {}).get("typed", "").strip()


def _strengths(form: forms.Form, name: str) -> list[str]:
    """The strengths of what is picked, or named for certain."""
    if name not in form.fields:
        return []
    picked = form[name].value()
    widget = form.fields[name].widget
    if not picked and isinstance(widget, Picker):
        picked = widget.meaning.code
    agent = load_agents().find(picked) if picked else None
    doses = doses_of(agent) if agent else None
    return [digits(strength) for strength in doses.strengths] if doses else []


def settle(form: forms.Form, item: Item) -> None:
    """Find the row that is meant, or ask for it."""
    name, picked = item.named_by, form.cleaned_data.get(item.link_id)
    if name not in form.cleaned_data or picked is None:
        return
    written = _typed(form, name)
    if not written:
        _settle_unnamed(form, item)
        return
    widget = form.fields[item.link_id].widget
    meaning = widget.meaning
    was_asked = form.data.get(f"{ASKED}.{item.link_id}") == written
    if picked.state is State.ANSWERED:
        if not was_asked and _differs(widget, picked.value):
            _ask(form, item, _("You wrote one name and chose another. Which is it?"))
    elif meaning.code:
        form.cleaned_data[item.link_id] = answered(meaning.code)
    elif meaning.near and not was_asked:
        _ask(form, item, _("Did you mean one of these?"))
    elif not meaning.is_clear and item.option(OTHER):
        form.cleaned_data[item.link_id] = answered(OTHER)


def _differs(widget: Picker, code: str) -> bool:
    """The name means something, and not the row that was chosen."""
    known = {widget.meaning.code, *widget.meaning.near}
    means_something = widget.meaning.is_clear or bool(widget.meaning.near)
    return code in widget.catalogue.labels and means_something and code not in known


def _settle_unnamed(form: forms.Form, item: Item) -> None:
    name = item.named_by
    nothing = form.cleaned_data[name] == form.cleaned_data[item.link_id] == SKIPPED
    if item.required and nothing:
        form.add_error(name, forms.ValidationError(ANSWER_NEEDED, code=MISSING))
        del form.cleaned_data[item.link_id]


def _ask(form: forms.Form, item: Item, words: str) -> None:
    form.fields[item.link_id].widget.is_asking = True
    form.add_error(item.link_id, forms.ValidationError(words, code=UNCLEAR))
