"""What to read because of one's own answers, and whether it was explained well."""

import re
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.domain.answer import Answer
from intake.education.models import ArticlePage
from intake.learning import actions
from intake.learning.content import Question, questions
from intake.learning.standing import Standing, standing
from intake.patients.models import Patient
from intake.practice.models import Organisation
from intake.questionnaires.filled import filled
from intake.questionnaires.knowledge import facts_of
from intake.review.models import Case

from .opening import patient_of

EDITION = re.compile(r"[0-9]{1,6}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
def learning(request: HttpRequest) -> HttpResponse:
    """The pages for this person, each with the reason, and what they read of them."""
    patient = patient_of(request)
    if request.method != "POST":
        return _listed(request, patient)
    code, edition = request.POST.get("page", ""), request.POST.get("edition", "")
    try:
        actions.mark_read(
            patient=patient,
            code=code,
            edition=int(edition) if EDITION.fullmatch(edition) else 0,
            language=request.POST.get("language", ""),
            by=request.user,
        )
    except actions.NoSuchPage as gone:
        raise Http404 from gone
    except actions.NotAsShown:
        return _listed(request, patient, not_as_shown=code)
    messages.success(request, _("Noted. You can read it again at any time."))
    return redirect("patient:learning")


@require_http_methods(["GET", "HEAD", "POST"])
def teach_back(request: HttpRequest) -> HttpResponse:
    """A few questions, one page; whoever chose another answer reads the fact."""
    patient = patient_of(request)
    if request.method != "POST":
        return _asked(request, patient)
    chosen = {each: request.POST.get(each.code, "") for each in questions()}
    given = {each: code for each, code in chosen.items() if code}
    unknown = [each for each, code in given.items() if each.option(code) is None]
    if unknown or not given:
        return _asked(request, patient, refused=True)
    for question, option in given.items():
        actions.answer(
            patient=patient, question=question, option=option, by=request.user
        )
    return redirect("patient:teach_back")


def _listed(
    request: HttpRequest, patient: Patient, *, not_as_shown: str = ""
) -> HttpResponse:
    """The list; ``not_as_shown`` is a page that changed while it was being read."""
    page = ArticlePage.objects.live().filter(article_code=not_as_shown).first()
    today = Organisation.current().today()
    context = {
        "standing": standing_of(patient),
        "not_as_shown": page,
        "is_away": page is not None and page.is_withheld(today),
    }
    status = HTTPStatus.CONFLICT if not_as_shown else HTTPStatus.OK
    return render(request, "patient/learning.html", context, status=status)


def standing_of(patient: Patient) -> Standing:
    """By the answers that were sent last; before that, what everybody reads."""
    case = patient.cases.select_related("response").order_by("-pk").first()
    return standing(patient, known_from(case) if case else {})


def known_from(case: Case) -> dict[str, Answer]:
    """The facts of the answers behind a case, without where they come from."""
    now = filled(case.response)
    facts = facts_of(now, now.organisation)
    return {name: fact.answer for name, fact in facts.items()}


def _asked(
    request: HttpRequest, patient: Patient, *, refused: bool = False
) -> HttpResponse:
    now = standing_of(patient)
    context = {
        "open": [each for each in now.questions if not each.is_understood],
        "done": [each for each in now.questions if each.is_understood],
        "refused": refused,
        "first": _first_open(now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "patient/teach_back.html", context, status=status)


def _first_open(now: Standing) -> Question | None:
    return next((e.question for e in now.questions if not e.is_understood), None)
