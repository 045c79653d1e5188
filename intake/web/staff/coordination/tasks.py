"""Tasks on a case: given, done, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intake.coordination import tasks
from intake.coordination.models import Task
from intake.web.staff.cases.case_detail import case_of
from intake.web.ui.forms import posted

from .entry_page import entry_page, key_of
from .forms import TaskForm


@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a task to oneself, a colleague or a role."""
    case = case_of(request, reference)
    form = TaskForm(posted(request), doers=tasks.doers(case), by=request.user)
    if form.is_valid():
        wanted = form.wanted(key_of(request))
        try:
            tasks.give(case=case, wanted=wanted, by=request.user)
        except tasks.CannotDoIt:
            form.add_error("whose", _("They may not see this case. Choose again."))
        else:
            messages.success(request, _("The task is recorded."))
            return redirect("staff:case_detail", reference=reference)
    return entry_page(request, case, form, "task")


@require_POST
def task_end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """It is done, or not needed any more."""
    case = case_of(request, reference)
    task = get_object_or_404(
        Task.objects.visible_to(request.user).select_related("case"),
        case=case,
        pk=number,
    )
    is_taken_back = request.POST.get("_action") == "take_back"
    outcome = Task.Outcome.TAKEN_BACK if is_taken_back else Task.Outcome.DONE
    try:
        tasks.end(task=task, outcome=outcome, by=request.user)
    except tasks.HasEnded:
        messages.warning(request, _("A colleague has ended this task already."))
    else:
        told = (
            _("The task was taken back.") if is_taken_back else _("The task is done.")
        )
        messages.success(request, told)
    return redirect("staff:case_detail", reference=reference)
