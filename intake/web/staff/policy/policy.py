"""Pages on which the medical director settles how alerts are answered."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from intake.audit import actions as audit
from intake.practice import actions as practice
from intake.practice.models import Organisation
from intake.safety import settling
from intake.safety.cover import Cover
from intake.safety.models import ChainStep, RotaStand, RotaTurn, SafetyPolicy
from intake.safety.policy import WEEKDAYS, Clock
from intake.web.staff.reports.times_in_words import minutes_in_words
from intake.web.ui.forms import form_page, posted

from .policy_forms import (
    ChainForm,
    ClocksForm,
    CoverForm,
    HoursForm,
    StandForm,
    TurnForm,
    clock_names,
)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """How it stands, and what is missing."""
    cover = Cover.current()
    names = dict(clock_names())
    context = {
        "cover": cover,
        "is_own": SafetyPolicy.objects.exists(),
        "clocks": [
            _clock_shown(names[name], cover.policy.clock(name))
            for name in names
            if name in cover.policy.clocks
        ],
        "chain": _chain(),
        "strict": Organisation.current().asq_strict,
    }
    return render(request, "staff/policy/home.html", context)


def _clock_shown(name: str, clock: Clock) -> dict[str, Any]:
    return {
        "name": name,
        "acknowledge": minutes_in_words(clock.acknowledge),
        "contact": minutes_in_words(clock.contact),
        "always": clock.always,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def policy_clocks(request: HttpRequest) -> HttpResponse:
    stored, organisation = SafetyPolicy.current(), Organisation.current()
    form = ClocksForm(posted(request), policy=stored, strict=organisation.asq_strict)
    if not form.is_valid():
        return form_page(request, "staff/policy/clocks.html", form)
    stored.clocks = form.clocks()
    with audit.unit():
        settling.save_policy(policy=stored, by=request.user)
        if organisation.asq_strict != form.cleaned_data["strict"]:
            organisation.asq_strict = form.cleaned_data["strict"]
            practice.save_organisation(organisation=organisation, by=request.user)
    return _saved(request, "staff:policy_clocks")


@require_http_methods(["GET", "HEAD", "POST"])
def policy_hours(request: HttpRequest) -> HttpResponse:
    stored = SafetyPolicy.current()
    form = HoursForm(posted(request), policy=stored)
    if not form.is_valid():
        return form_page(request, "staff/policy/hours.html", form)
    for name, value in form.values().items():
        setattr(stored, name, value)
    settling.save_policy(policy=stored, confirmed=form.confirmed(), by=request.user)
    return _saved(request, "staff:policy_hours")


@require_http_methods(["GET", "HEAD", "POST"])
def policy_rota(request: HttpRequest) -> HttpResponse:
    """The week with its gaps, and whether the rota is kept to."""
    cover = Cover.current()
    by_rota = "yes" if cover.policy.by_rota else "no"
    form = CoverForm(posted(request), initial={"by_rota": by_rota})
    if form.is_valid():
        cover.policy.by_rota = form.cleaned_data["by_rota"]
        settling.save_policy(policy=cover.policy, by=request.user)
        return _saved(request, "staff:policy_rota")
    context = {"week": _week(cover), "stands": _stands(cover.now), "cover": cover}
    return form_page(request, "staff/policy/rota.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def rota_add(request: HttpRequest) -> HttpResponse:
    form = TurnForm(posted(request))
    if not form.is_valid():
        return form_page(request, "staff/policy/rota_add.html", form)
    settling.add_turns(turns=form.turns(), by=request.user)
    return _saved(request, "staff:policy_rota")


@require_http_methods(["GET", "HEAD", "POST"])
def rota_stand_in(request: HttpRequest) -> HttpResponse:
    form = StandForm(posted(request))
    if not form.is_valid():
        return form_page(request, "staff/policy/rota_stand_in.html", form)
    settling.add_stand(stand=form.stand(), by=request.user)
    return _saved(request, "staff:policy_rota")


@require_POST
def rota_remove(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Take a row off the rota; one that is gone already is gone."""
    model = {"turns": RotaTurn, "stand-ins": RotaStand}.get(kind)
    if model is None:
        raise Http404
    row = model.objects.filter(pk=row_id).first()
    if row is not None:
        settling.remove(row=row, by=request.user)
    return _saved(request, "staff:policy_rota")


@require_http_methods(["GET", "HEAD", "POST"])
def policy_escalation(request: HttpRequest) -> HttpResponse:
    form = ChainForm(posted(request), chain=_chain())
    if not form.is_valid():
        return form_page(request, "staff/policy/escalation.html", form)
    settling.save_chain(people=form.people(), by=request.user)
    return _saved(request, "staff:policy_escalation")


def _saved(request: HttpRequest, name: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(name)


def _chain() -> list:
    return [step.person for step in ChainStep.objects.select_related("person")]


def _stands(now: datetime) -> list[RotaStand]:
    current = RotaStand.objects.filter(ends_at__gt=now)
    return list(current.select_related("person", "site"))


def _week(cover: Cover) -> list[dict[str, Any]]:
    """The next seven days: whose turn it is, and what is left open, a site."""
    turns = list(RotaTurn.objects.select_related("person", "site"))
    names = dict(WEEKDAYS)
    days = [cover.first + timedelta(days=number) for number in range(7)]
    return [
        {
            "date": day,
            "name": names[day.weekday()],
            "is_holiday": day in cover.policy.holidays,
            "turns": [turn for turn in turns if turn.weekday == day.weekday()],
            "gaps": [
                {"site": one.site, "start": start, "end": end}
                for one in cover.sites
                for start, end in one.gaps
                if timezone.localtime(start).date() == day
            ],
        }
        for day in days
    ]
