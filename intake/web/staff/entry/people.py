"""Writing down who a patient is, and finding those who are written down already."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intake.accounts.models import User
from intake.audit import actions as audit
from intake.patients import addresses, claims, enrolling, likeness, lost_mailboxes
from intake.patients.actions import note_found
from intake.patients.consents import TakenBack
from intake.patients.identity import Identity, email_of, identity_of
from intake.patients.models import Patient, PrivacyNotice
from intake.practice.models import Location, Organisation
from intake.questionnaires import actions, correcting
from intake.questionnaires.models import Response
from intake.questionnaires.taking import NotTaking, startable_version
from intake.review.beginning import CaseOpen, begin_request, open_case
from intake.web.staff.duplicates.same_person_shown import same_person_shown
from intake.web.ui.about_you_form import initial_of
from intake.web.ui.forms import form_page, posted

from .person_forms import (
    OF_STAFF,
    PROVED,
    SECOND,
    TAKEN,
    TAKEN_BACK,
    NewcomerForm,
    PersonForm,
)
from .sitting import EntrySitting

NEW_PERSON = "new_person"  # the button that says that nobody known is meant


@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest) -> HttpResponse:
    """Write a person down, unless they are known, and begin their questions."""
    sites = _own_sites(request.user)
    if startable_version() is None or not sites:
        return _cannot_begin(request, has_sites=bool(sites))
    form = NewcomerForm(
        posted(request), on=_today(), sites=sites, notice=PrivacyNotice.current()
    )
    if not form.is_valid():
        return form_page(request, "staff/entry/new.html", form)
    found = likeness.alike(form.identity(), form.cleaned_data["email"], request.user)
    if found and request.POST.get("_action") != NEW_PERSON:
        return _ask_if_same(request, form, found)
    return _enrol(request, form)


def _own_sites(user: User) -> QuerySet[Location]:
    return user.sites.filter(is_open=True)


def _today() -> date:
    return Organisation.current().today()


def _cannot_begin(request: HttpRequest, *, has_sites: bool) -> HttpResponse:
    context = {"has_sites": has_sites}
    refused = HTTPStatus.CONFLICT if has_sites else HTTPStatus.UNPROCESSABLE_ENTITY
    status = refused if request.method == "POST" else HTTPStatus.OK
    return render(request, "staff/entry/cannot_begin.html", context, status=status)


def _ask_if_same(
    request: HttpRequest, form: NewcomerForm, found: list[likeness.Alike]
) -> HttpResponse:
    """Nothing is stored before somebody has looked at who this may be."""
    with audit.unit():
        audit.record("patients.compared", by=request.user, found=len(found))
        people = [one.patient for one in found]
        note_found(people, by=request.user, through="comparing")
    context = {"form": form, "found": found}
    status = HTTPStatus.CONFLICT
    return render(request, "staff/entry/same_person.html", context, status=status)


def _enrol(request: HttpRequest, form: NewcomerForm) -> HttpResponse:
    newcomer = actions.Newcomer(
        identity=form.identity(),
        site=form.cleaned_data.get("site") or _own_sites(request.user).first(),
        notice=form.notice,
        mode=form.cleaned_data["mode"],
        email=form.cleaned_data["email"],
    )
    try:
        response = actions.enrol_newcomer(newcomer=newcomer, by=request.user)
    except addresses.AddressTaken:
        form.add_error("email", TAKEN)
        return form_page(request, "staff/entry/new.html", form)
    except addresses.AddressOfStaff:
        form.add_error("email", OF_STAFF)
        return form_page(request, "staff/entry/new.html", form)
    except NotTaking:
        return _cannot_begin(request, has_sites=True)
    _warn_of_youth(request, newcomer.identity)
    sitting = EntrySitting(request, response)
    sitting.choose(newcomer.mode)
    return redirect(sitting.page_url(response.definition.pages[0]))


def _warn_of_youth(request: HttpRequest, identity: Identity) -> None:
    if not identity.is_adult(_today()):
        messages.warning(
            request,
            _(
                "This person is under 18, and the clinic treats adults. Say so kindly: "
                "they may still answer, and a clinician may suggest where to turn."
            ),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def patient(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Who somebody is and what is open; begin the questions when nothing is."""
    person = _patient(request, patient_id)
    draft, case = _draft(person), open_case(person)
    others = same_person_shown(person, request.user)
    is_free = draft is None and case is None and not others.get("kept")
    may_begin = is_free and startable_version() is not None
    if request.method == "POST":
        return _begin(request, person, may_begin=may_begin)
    audit.record("patient.read", by=request.user, subject=person, patient=person)
    identity = identity_of(person)
    context = {
        "patient": person,
        "identity": identity,
        "age": identity.age(_today()) if identity else None,
        "email": email_of(person),
        "claim_is_over": claims.is_over(person),
        "asked": lost_mailboxes.waiting_of(person),
        "draft": draft,
        "case": case,
        "may_begin": may_begin,
        "person": others,
    }
    return render(request, "staff/entry/patient.html", context)


def _patient(request: HttpRequest, patient_id: UUID) -> Patient:
    patients = Patient.objects.visible_to(request.user)
    return get_object_or_404(patients.select_related("identity", "site"), pk=patient_id)


def _draft(person: Patient) -> Response | None:
    drafts = person.responses.drafts().order_by("-saved_at")
    related = drafts.select_related("version__questionnaire")
    return related.defer("version__data").first()


def _begin(request: HttpRequest, person: Patient, *, may_begin: bool) -> HttpResponse:
    draft = _draft(person)
    if draft is None and not may_begin:
        return redirect("staff:patient", patient_id=person.pk)
    try:
        draft = begin_request(patient=person, by=request.user)
    except CaseOpen:  # since the page was opened
        return redirect("staff:patient", patient_id=person.pk)
    except TakenBack:
        messages.warning(request, TAKEN_BACK)
        return redirect("staff:patient", patient_id=person.pk)
    except NotTaking:
        return _cannot_begin(request, has_sites=True)
    return redirect("staff:entry", response_id=draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def patient_change(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """Correct who somebody is, and an address that they have not proved yet."""
    person = _patient(request, patient_id)
    if person.site is None:  # opened in an emergency: they say themselves who they are
        raise Http404
    form = _change_form(request, person)
    if form.is_valid() and _correct(request, person, form):
        messages.success(request, _("Saved."))
        return redirect("staff:patient", patient_id=person.pk)
    return form_page(request, "staff/entry/patient_change.html", form, patient=person)


def _change_form(request: HttpRequest, person: Patient) -> PersonForm:
    known, email = initial_of(identity_of(person), person), email_of(person)
    sites = request.user.site_ids()
    if person.site_id not in sites:  # an emergency opens a record and moves nobody
        sites = [person.site_id]
    form = PersonForm(
        posted(request),
        on=_today(),
        sites=Location.objects.filter(pk__in=sites),
        notice=PrivacyNotice.current(),
        accepted=True,
        initial=known | {"email": email},
    )
    is_proved = email and person.email_unproved_since is None
    if is_proved or correcting.needs_second_person(person, request.user):
        form.fields["email"].disabled = True
        form.fields["email"].help_text = PROVED if is_proved else SECOND
    return form


def _correct(request: HttpRequest, person: Patient, form: PersonForm) -> bool:
    try:
        correcting.correct(
            patient=person,
            identity=form.identity(),
            site=form.cleaned_data.get("site") or person.site,
            email=form.cleaned_data["email"],
            by=request.user,
        )
    except addresses.AddressTaken:
        form.add_error("email", TAKEN)
    except addresses.AddressOfStaff:
        form.add_error("email", OF_STAFF)
    except correcting.NeedsSecondPerson:
        form.add_error("email", SECOND)
    except enrolling.AddressProved:
        form.add_error("email", PROVED)
    except enrolling.NotTheirSite as error:  # a colleague moved the person just now
        raise Http404 from error
    return not form.errors
