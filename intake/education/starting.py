"""The form of an article: what stands there when an editor begins, and what is asked
before a change is published."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from intake.practice.models import Organisation

from .governing import editions
from .governing.models import Edition

OWN = "C"  # begins the codes of a clinic's own articles
CHANGE = ("change_kind", "change_note")
# What each list of a new article holds: as many empty places as it needs at least.
PLACES = {
    "key_points": ["point"] * 3,
    "body": ["section"],
    "unknowns": ["point"],
    "questions": ["point"] * 3,
}


class ArticleForm(WagtailAdminPageForm):
    """An article in the editor; a new one has empty places, a code and an author."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and not self.is_bound:
            self.initial |= {name: self._empty(name) for name in PLACES}
            self.initial["article_code"] = next_code(type(self.instance))
            self.initial["written_by"] = self._author()
        if self.instance.pk is not None and not self.instance.has_unpublished_changes:
            # What was said of the last change says nothing of the next one.
            self.initial |= dict.fromkeys(CHANGE, "")

    def _post_clean(self) -> None:
        """Whoever publishes other words says what kind of change it is, and which."""
        super()._post_clean()
        if self.is_deferred_validation or not editions.would_be_new(self.instance):
            return
        kind, told = (self.cleaned_data.get(name) for name in CHANGE)
        if not kind:
            self.add_error("change_kind", _("Choose what kind of change this is."))
        if kind != Edition.Kind.WORDING and not (told or "").strip():
            self.add_error("change_note", _("Tell readers what changed."))

    def _empty(self, name: str) -> StreamValue:
        """The empty places of a list, each with a key: the editor folds them by it."""
        block = self.instance._meta.get_field(name).stream_block
        children = block.child_blocks
        kinds = PLACES[name]
        empty = [(kind, children[kind].get_default(), str(uuid4())) for kind in kinds]
        return StreamValue(block, empty)

    def _author(self) -> str:
        name = getattr(self.for_user, "name", "")
        return ", ".join(filter(None, [name, Organisation.current().name]))


def next_code(articles: type) -> str:
    """The first code of the clinic's own that no article has."""
    taken = articles.objects.filter(article_code__regex=rf"^{OWN}[0-9]+$")
    codes = taken.values_list("article_code", flat=True)
    numbers = (int(code.removeprefix(OWN)) for code in codes)
    return f"{OWN}{max(numbers, default=0) + 1}"
