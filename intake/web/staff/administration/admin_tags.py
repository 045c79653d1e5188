"""Pages on which an administrator keeps the clinic's list of tags."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from intake.coordination.models import Tag
from intake.coordination.tags import save_tag
from intake.web.ui.forms import PlainModelForm, Revised, form_page, posted

TAKEN = gettext_lazy("There is a tag of this name.")


class TagForm(Revised, PlainModelForm):
    """One tag of the list."""

    class Meta:
        model = Tag
        fields = ("name", "color", "is_active")
        help_texts = {
            "name": gettext_lazy(
                "Everybody who works with cases reads it. Write nothing about health: "
                "no illness, no medicine, no symptom. 'Evenings only' is fine."
            ),
            "color": gettext_lazy("The name always stands beside the color."),
            "is_active": gettext_lazy(
                "Take the tick away, and it is put on no more cases. Those that have "
                "it keep it."
            ),
        }
        error_messages = {"name": {"required": gettext_lazy("Write a name.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_active"].optional = False

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Tag.objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            self.add_error("name", TAKEN)
        return name


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/admin/tags.html", {"tags": Tag.objects.all()})


@require_http_methods(["GET", "HEAD", "POST"])
def tag_add(request: HttpRequest) -> HttpResponse:
    return _tag_form(request, Tag())


@require_http_methods(["GET", "HEAD", "POST"])
def tag_change(request: HttpRequest, tag_id: int) -> HttpResponse:
    return _tag_form(request, get_object_or_404(Tag, pk=tag_id))


def _tag_form(request: HttpRequest, tag: Tag) -> HttpResponse:
    form, title = TagForm(posted(request), instance=tag), tag.name
    if form.is_valid():
        try:
            save_tag(tag=form.instance, by=request.user)
        except IntegrityError:  # somebody else took the name just now
            form.add_error("name", TAKEN)
        else:
            messages.success(request, _("Saved: {name}.").format(name=tag))
            return redirect("staff:tags")
    return form_page(request, "staff/admin/tag.html", form, title=title)
