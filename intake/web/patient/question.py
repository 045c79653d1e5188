"""A question that a clinician wrote for one patient, and the answer."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from intake.practice.models import Organisation
from intake.questions import actions
from intake.questions.models import Question
from intake.reminders.standing import question_open_until
from intake.review.models import Case
from intake.web.ui.forms import PlainForm, posted

LONGEST = 4_000  # characters


class ReplyForm(PlainForm):
    """An answer in the patient's own words, or that they would rather not say."""

    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("A few words are enough."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "max_length": gettext_lazy("Please shorten this to 4,000 characters.")
        },
    )
    declines = forms.BooleanField(
        label=gettext_lazy("I would rather not say"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.optional = False

    def clean(self):
        """One of the two, so that nothing written is lost and nothing is guessed."""
        told = super().clean()
        if self.errors:
            return told
        if told["words"] and told["declines"]:
            message = _("You wrote an answer and ticked that you would rather not say.")
            self.add_error("declines", message)
        elif not (told["words"] or told["declines"]):
            message = _("Write a few words, or tick that you would rather not say.")
            self.add_error("words", message)
        return told


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Answered once; an answer stays as it is."""
    asked = _question_of(request, question_id)
    form = ReplyForm(posted(request))
    if request.method != "POST":
        return _page(request, asked, form if asked.is_open else None)
    if not form.is_valid():
        return _page(request, asked, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = form.cleaned_data["words"]
    try:
        actions.answer(question=asked, words=words, by=request.user)
    except actions.EndedMeanwhile:
        again = _question_of(request, question_id)
        return _page(request, again, None, HTTPStatus.CONFLICT, words)
    messages.success(request, _("Thank you. Your care team has your answer."))
    return redirect("patient:home")


def questions_shown(case: Case | None) -> list[dict]:
    """What waits for an answer, for the patient's own page."""
    if case is None:
        return []
    asked = case.questions.open().prefetch_related("reminder_steps")
    return [
        {
            "url": reverse("patient:question", args=[one.pk]),
            "until": question_open_until(one, Organisation.current()),
        }
        for one in asked
    ]


def _question_of(request: HttpRequest, question_id: UUID) -> Question:
    found = Question.objects.visible_to(request.user)
    related = found.select_related("ending", "case__patient__identity", "by")
    return get_object_or_404(related, pk=question_id)


def _page(
    request: HttpRequest,
    asked: Question,
    form: ReplyForm | None,
    status: int = HTTPStatus.OK,
    unsent: str = "",
) -> HttpResponse:
    """``unsent`` is what was written and could not be taken."""
    ending = getattr(asked, "ending", None)
    context = {
        "question": asked,
        "words": actions.words_of(asked, asked.case),
        "answer": actions.answer_of(ending, asked.case) if ending else "",
        "ending": ending and ending.kind,
        "form": form,
        "unsent": unsent,
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "patient/question.html", context, status=status)
