"""The one form that serves every questionnaire, built from items."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import render_field
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from intake.domain.answer import Answer, State
from intake.domain.questionnaire.answers import check_pairs
from intake.domain.questionnaire.items import Item, ItemType, Wording, in_language
from intake.domain.questionnaire.rules import Above

from .input_ids import first_input_id
from .picking import connect, settle
from .question_fields import field_for
from .refusals import MISSING

KEEP = "_keep"  # the control by which an answer that was doubted stands
DOUBTED = "doubted"  # the code of an error that asks whether an answer is right
Doubts = Callable[[Mapping[str, Answer]], Iterable[tuple[str, str]]]


def first_input(item: Item, language: str, on: date) -> str:
    """The id of the input that a link to the question leads to."""
    form = QuestionForm(items=[item], answers={}, language=language, on=on)
    return first_input_id(form[item.link_id])


def _with_reasons(
    items: Sequence[Item], around: Wording
) -> Iterator[tuple[Item, Wording]]:
    """The questions, each with its own reason or that of the inner group around it."""
    for item in items:
        why = item.why or around
        if item.asks:
            yield item, why
        elif not item.is_list:
            yield from _with_reasons(item.items, why)


class Note(LayoutObject):
    """Words between the questions."""

    fields: tuple = ()

    def __init__(self, text: str):
        self.text = text

    def render(self, form, context, template_pack=None, **kwargs) -> SafeString:
        return render_to_string("ui/note.html", {"text": self.text})


class Stem(LayoutObject):
    """A group of questions under one sentence, as in a scale."""

    def __init__(self, text: str, *fields):
        self.text, self.fields = text, list(fields)

    def render(self, form, context, template_pack=None, **kwargs) -> SafeString:
        inside = [
            render_field(field, form, context, template_pack=template_pack, **kwargs)
            for field in self.fields
        ]
        values = {"text": self.text, "inside": inside}
        return render_to_string("ui/stem.html", values)


class Picked(LayoutObject):
    """A picker; without a place to look around it waits until there is a choice."""

    def __init__(self, link_id: str):
        self.fields = [link_id]

    def render(self, form, context, template_pack=None, **kwargs) -> SafeString:
        bound = form[self.fields[0]]
        widget = bound.field.widget
        if not (widget.browses or widget.offered(bound.value())):
            return SafeString()
        kwargs["template_pack"] = template_pack
        return render_field(self.fields[0], form, context, **kwargs)


class QuestionForm(forms.Form):
    """The items of one page or row, in the order the questionnaire gives them.

    Args:
        items: what stands on the page, groups and notes included.
        answers: what is stored already, shown while nothing is posted.
        language, on: the language of the page and today at the clinic.
        above: pairs of numbers of which the first must be greater.

    What ``doubts`` gives for the answers, as pairs of a link id and words, is asked
    about once more; it stands when the person says so.
    """

    def __init__(
        self,
        data: Mapping | None = None,
        *,
        items: Sequence[Item],
        answers: Mapping[str, Answer],
        language: str,
        on: date,
        above: Sequence[Above] = (),
    ):
        super().__init__(data)
        self.language, self.above = language, above
        self.doubts: Doubts | None = None
        self.controls: dict[str, forms.Field] = {}
        for item, why in _with_reasons(items, {}):
            field = field_for(item, language, on)
            field.why = in_language(why, language)
            self.fields[item.link_id] = field
            if item.link_id in answers:
                self.initial[item.link_id] = field.show(answers[item.link_id])
            connect(self, item)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._layout(items))

    def add_controls(self, controls: Mapping[str, forms.Field]) -> None:
        """Put inputs after the questions that are no answers."""
        self.controls |= controls
        self.fields |= controls
        self.helper.layout.extend(controls)

    def _layout(self, items: Sequence[Item]) -> list:
        parts: list = []
        for item in items:
            text = in_language(item.text, self.language)
            if item.type is ItemType.DISPLAY:
                parts.append(Note(text))
            elif item.type is ItemType.GROUP:
                inside = self._layout(item.items)
                parts += [Stem(text, *inside)] if text else inside
            elif item.asks:
                parts.append(Picked(item.link_id) if item.named_by else item.link_id)
        return parts

    @property
    def _pickers(self) -> Iterator[Item]:
        """The questions that are recognised in another one, where both are asked."""
        for field in self.fields.values():
            item = getattr(field, "item", None)
            if item and item.named_by in self.fields:
                yield item

    def clean(self):
        cleaned = super().clean()
        for item in self._pickers:
            settle(self, item)
        for pair in self.above:
            if pair.item in check_pairs([pair], cleaned):
                self.add_error(pair.item, in_language(pair.text, self.language))
        for link_id, words in self.doubts(self.answers) if self.doubts else ():
            self._ask_whether(link_id, words)
        return cleaned

    def _ask_whether(self, link_id: str, words: str) -> None:
        """Ask once more about an answer, unless the person says that it is right."""
        if link_id in self.fields:
            self.fields[link_id].is_doubted = True
            if f"{KEEP}.{link_id}" not in self.data and link_id in self.cleaned_data:
                self.add_error(link_id, forms.ValidationError(words, code=DOUBTED))

    @property
    def answers(self) -> dict[str, Answer]:
        """What can be kept.

        On a refused page a required question that was left empty stays unanswered
        rather than skipped: the person is being asked it again.
        """
        given = self.cleaned_data.items()
        return {name: answer for name, answer in given if name not in self.controls}

    @property
    def asks(self) -> bool:
        """Whether there is any question in it."""
        return self.fields.keys() != self.controls.keys()

    @property
    def has_soft(self) -> bool:
        """Something may stay empty although that may delay the person."""
        return any(getattr(field, "soft", False) for field in self.fields.values())

    @property
    def is_empty(self) -> bool:
        """Nothing at all was given, neither what can be kept nor what cannot."""
        refused = self.errors.as_data().values()
        codes = {problem.code for problems in refused for problem in problems}
        kept = any(a.state is not State.SKIPPED for a in self.answers.values())
        return not kept and codes <= {MISSING, "required"}
