"""Pages on which an administrator manages who may sign in, and what they may do."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from intake.accounts import actions, directory, invitations
from intake.accounts.models import User
from intake.accounts.proving import is_fresh
from intake.accounts.roles import Role
from intake.practice.models import Location
from intake.web.staff.accounts.confirming import freshly_proved, is_confirmed
from intake.web.staff.accounts.forms import TAKEN, PersonForm
from intake.web.ui.forms import form_page, posted

LINK = "link"
LINK_SECONDS = 60
OWN_ROLES = gettext_lazy(
    "Nobody gives this role to themselves. Another administrator can."
)
OWN_SITES = gettext_lazy(
    "Nobody gives a site to themselves. Another administrator can."
)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    rows = [_row(person) for person in directory.people()]
    return render(request, "staff/admin/people.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    """Make an account and show the link that opens it."""
    form = PersonForm(posted(request), is_proved=is_fresh(request.session))
    if form.is_valid() and is_confirmed(request, form):
        try:
            person = actions.create_staff(details=form.details(), by=request.user)
        except IntegrityError:  # somebody else took the name just now
            form.add_error("login", TAKEN)
        else:
            _warn(request, person)
            return _show_link(person, by=request.user)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.staff(), pk=person_id)
    is_proved, title = is_fresh(request.session), person.name
    form = PersonForm(posted(request), person=person, is_proved=is_proved)
    if form.is_valid() and is_confirmed(request, form):
        try:
            actions.change_staff(user=person, details=form.details(), by=request.user)
        except IntegrityError:
            form.add_error("login", TAKEN)
        except actions.OwnRoles:
            form.add_error("roles", OWN_ROLES)
        except actions.OwnSites:
            form.add_error("sites", OWN_SITES)
        else:
            messages.success(request, _("Saved: {name}.").format(name=person))
            _warn(request, person)
            return redirect("staff:people")
    return _form_page(request, form, person=person, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def person_link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Make a one-time link on request; show one that was just made, once."""
    person = get_object_or_404(User.objects.staff(), pk=person_id)
    if not person.is_active:
        messages.warning(request, _("Let this person in again first."))
        return redirect("staff:person_end", person_id=person.pk)
    if request.method == "POST":
        return _show_link(person, by=request.user)
    path = request.get_signed_cookie(
        LINK, "", salt=str(person.pk), max_age=LINK_SECONDS
    )
    link = settings.SITE_URL + path if path else ""
    context = {"person": person, "link": link, "days": actions.LINK_LIFE.days}
    response = render(request, "staff/admin/person_link.html", context)
    response.delete_cookie(LINK, path=request.path, samesite="Strict")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def person_end(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End somebody's access, or let them in again; the button says which."""
    person = get_object_or_404(User.objects.staff(), pk=person_id)
    is_last = directory.is_last_administrator(person)
    wish = request.POST.get("_action")
    if wish not in ("end", "restore") or (wish == "end" and is_last):
        context = {"person": person, "is_last": is_last}
        refused = request.method == "POST"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(request, "staff/admin/person_end.html", context, status=status)
    active = wish == "restore"
    if person.is_active != active:
        actions.set_active(user=person, active=active, by=request.user)
    text = _("{name} may sign in again.") if active else _("{name} has no access now.")
    messages.success(request, text.format(name=person))
    return redirect("staff:people")


@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proved
def person_factors(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask once, then forget the second factor of somebody who lost their phone."""
    person = get_object_or_404(User.objects.staff(), pk=person_id)
    is_own = person.pk == request.user.pk
    if request.method == "POST" and not is_own:
        actions.reset_factors(user=person, by=request.user)
        text = _("{name} sets up a new second factor at the next sign-in.")
        messages.success(request, text.format(name=person))
        return redirect("staff:people")
    refused = request.method == "POST"
    status = HTTPStatus.CONFLICT if refused else HTTPStatus.OK
    context = {"person": person, "is_own": is_own}
    return render(request, "staff/admin/person_factors.html", context, status=status)


def _form_page(
    request: HttpRequest, form: PersonForm, **context: object
) -> HttpResponse:
    has_sites = Location.objects.exists()
    return form_page(
        request, "staff/admin/person.html", form, has_sites=has_sites, **context
    )


def _show_link(person: User, by: User) -> HttpResponseRedirect:
    """The link passes through a cookie of one page, so that nobody stores it."""
    path = invitations.invite(user=person, by=by)
    page = reverse("staff:person_link", args=[person.pk])
    response = HttpResponseRedirect(page)
    response.set_signed_cookie(
        LINK,
        path,
        salt=str(person.pk),
        max_age=LINK_SECONDS,
        path=page,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def _warn(request: HttpRequest, person: User) -> None:
    if directory.sees_no_patients(person):
        text = _("{name} has no site, and so sees no patients.")
        messages.warning(request, text.format(name=person))


def _row(person: User) -> dict:
    return {
        "person": person,
        "roles": [Role(role).label for role in person.roles],
        "sees_no_patients": directory.sees_no_patients(person),
        "has_password": person.has_usable_password(),
    }
