"""A page beside its translation: one field for each sentence."""

from collections.abc import Mapping
from difflib import get_close_matches
from hashlib import sha256

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from intake.education.governing.changes import between
from intake.education.translating.sentences import numbers
from intake.education.translating.subjects import Subject
from intake.web.staff.accounts.signing import password_field
from intake.web.ui.forms import PlainForm

LONGEST = 5_000  # characters
ALIKE = 0.6  # from which an English sentence may be the one that was changed


def name_of(sentence: str) -> str:
    """The name of a sentence's field: it stays when others come and go."""
    return f"s{sha256(sentence.encode()).hexdigest()[:12]}"


class TranslationForm(forms.Form):
    """Every sentence may stay empty in a draft."""

    reads = forms.BooleanField(
        label=_later(
            "I read both languages well. I translated or checked every sentence, and "
            "stand for it."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args, subject: Subject, language: str, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.before = Before(subject, words)
        for text in subject.sentences:
            rows = 1 + len(text) // 55
            self.fields[name_of(text)] = forms.CharField(
                label=text,
                required=False,
                max_length=LONGEST,
                initial=words.get(text) or self.before.words(text),
                widget=forms.Textarea(
                    attrs={"rows": rows, "lang": language, "class": "form-control"}
                ),
            )

    def words(self) -> dict[str, str]:
        given = self.cleaned_data
        pairs = ((text, given.get(name_of(text))) for text in self.subject.sentences)
        return {text: said for text, said in pairs if said}

    def rows(self):
        """Each sentence with its field, and what it said before if it changed."""
        for text in self.subject.sentences:
            yield {
                "english": text,
                "field": self[name_of(text)],
                "changed": self.before.changed(text),
                "is_missing": not self[name_of(text)].initial,
            }

    def stands_for_it(self) -> bool:
        """Whether these words can be said to be checked; else errors say why not."""
        if not self.cleaned_data.get("reads"):
            self.add_error("reads", _("Say that you checked every sentence."))
        for text in self.subject.sentences:
            said = self.cleaned_data.get(name_of(text))
            if not said:
                self.add_error(name_of(text), _("Translate this sentence."))
            elif numbers(said) != numbers(text):
                self.add_error(name_of(text), _("Keep the numbers of the English one."))
        return self.is_valid()


class Before:
    """What the translated sentences were in English that are there no more."""

    def __init__(self, subject: Subject, words: Mapping[str, str]):
        there = set(subject.sentences)
        gone = [text for text in words if text not in there]
        missing = [text for text in subject.sentences if text not in words]
        self.pairs, self.known = {}, words
        for text in missing:
            for old in get_close_matches(text, gone, n=1, cutoff=ALIKE):
                self.pairs[text] = old
                gone.remove(old)

    def words(self, text: str) -> str:
        """The translation of what the sentence was."""
        return self.known.get(self.pairs.get(text, ""), "")

    def changed(self, text: str):
        """How the English sentence changed, or None."""
        old = self.pairs.get(text)
        return old and between([old], [text])[0]


class ReviewForm(PlainForm):
    compared = forms.BooleanField(
        label=_later(
            "I read both languages well. I compared every sentence with the English "
            "one, and stand for what readers will see."
        ),
        error_messages={"required": _later("Compare every sentence first.")},
    )

    def __init__(self, *args, signs: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if signs:
            self.fields["password"] = password_field()
            self.helper.layout.fields.append("password")
