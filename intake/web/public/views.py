"""Pages for everybody: home, start, help, privacy, signing out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from intake.education.models import named
from intake.education.reasons.signing import standing
from intake.education.reasons.texts import reasons_shown
from intake.education.translating.others import portals, titles_in
from intake.patients.models import PrivacyNotice
from intake.practice.models import Organisation
from intake.questionnaires.taking import startable_version
from intake.web.leaving import end_session
from intake.web.ui.crisis_language import crisis_spoken
from intake.web.ui.paper import paper_page

YEAR = 365 * 24 * 3600  # seconds
FIVE_MINUTES = 300
FORGET = '"cache", "storage"'  # what the browser kept of this site
ELSEWHERE = ("cross-site", "same-site")
# The main things, for whom, what it does, its harms, what else there is, what it costs.
READ_FIRST = ("P1", "T2", "T3", "T11", "T17", "T19")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"articles": named(READ_FIRST), "switch": portals()}
    return render(request, "public/home.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Who it is for, how long it takes, what to have at hand, what happens next."""
    context = {"is_taking": startable_version() is not None}
    return render(request, "public/start.html", context)


@require_safe
def start_on_paper(request: HttpRequest) -> HttpResponse:
    """The questions to print, for whoever would rather write by hand."""
    version = startable_version()
    if version is None:
        return redirect("start")
    name = _("Version {number}").format(number=version.number)
    return paper_page(request, version.definition, name=name)


@cache_control(private=True, max_age=FIVE_MINUTES)
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Every question with the reason why it is asked, and who stands for that."""
    state, language = standing(), request.LANGUAGE_CODE
    sections = reasons_shown(state.version.pk, language) if state else ()
    context = {
        "sections": sections,
        "standing": state,
        "is_overdue": state and state.is_overdue(Organisation.current().today()),
        "articles": titles_in(""),
    }
    return render(request, "public/why.html", context)


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Open to everybody, in every language that the clinic has confirmed."""
    return render(request, "public/help_now.html", crisis_spoken(request))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    notice = PrivacyNotice.current()
    return render(request, "public/privacy.html", {"notice": notice})


@cache_control(max_age=YEAR, public=True)
@require_safe
def colors(request: HttpRequest) -> HttpResponse:
    """The clinic's color, from which the style sheets derive every tint.

    The address carries the color, so that a change is seen at once.
    """
    accent = Organisation.current().accent
    text = f":root {{ --accent: {accent}; }}\n" if accent else ""
    return HttpResponse(text, content_type="text/css")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, say so, and have the browser forget what it kept of it."""
    end_session(request)
    messages.info(request, _("You are signed out. What you saved is safe."))
    response = redirect("home")
    response.headers["Clear-Site-Data"] = FORGET
    return response


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, and on to the page that the clinic chose.

    A link, since a form may lead to no foreign page; one elsewhere ends nothing. The
    browser is asked to forget only by a script that does not wait for the answer:
    looking through all that it keeps may take it seconds.
    """
    if request.headers.get("Sec-Fetch-Site") not in ELSEWHERE:
        end_session(request)
    response = redirect(Organisation.current().leave_address or "home")
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        response.headers["Clear-Site-Data"] = FORGET
    return response
