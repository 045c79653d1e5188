"""Signatures under articles, editions that readers saw, and the task of signing."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from intake.accounts.roles import CLINICAL
from intake.audit.models import append_only

from .digest import digest_of


class Signature(models.Model):
    """A clinician of the clinic has read a text and stands for its words.

    ``digest`` names these words: a text with others is a draft again. ``interests`` is
    what they say of their ties, empty where they said nothing.
    """

    digest = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    interests = models.TextField(blank=True, default="")
    reviewed_on = models.DateField()
    due_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class SignOff(Signature):
    """Under a whole page; ``risk`` says how soon it has to be read again."""

    article = models.ForeignKey(
        "education.ArticlePage", on_delete=models.PROTECT, related_name="sign_offs"
    )
    risk = models.CharField(max_length=20)

    class Meta:
        app_label = "education"
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(role=""), name="sign_off_names_somebody"
            )
        ]

    def __str__(self):
        return f"{self.article_id} {self.reviewed_on}"


class Edition(models.Model):
    """A published text of an article; a new one for every change of its words."""

    class Kind(models.TextChoices):
        MEANING = "meaning", _("It says something new or different")
        CORRECTION = "correction", _("Something was wrong")
        WORDING = "wording", _("Other words for the same")

    article = models.ForeignKey(
        "education.ArticlePage", on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    what = models.TextField(blank=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "education"
        triggers = append_only()
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="edition_numbered_once"
            )
        ]

    def __str__(self):
        return f"{self.article_id} edition {self.number}"

    @property
    def is_first(self) -> bool:
        return self.number == 1


class ReviewNotice(models.Model):
    """Those who lead the portal were told that a text has to be read by a day.

    ``code`` is that of an article, or stands for the reasons of questions.
    """

    code = models.CharField(max_length=6)
    due_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "education"
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["code", "due_on"], name="review_notice_once"
            )
        ]

    def __str__(self):
        return f"{self.code} {self.due_on}"


class ClinicalSignOff(Task):
    """A step of Wagtail's workflow that a clinician alone completes."""

    class Meta:
        app_label = "education"
        verbose_name = _("clinical sign-off")

    def user_can_access_editor(self, obj, user):  # noqa: ARG002 (as Wagtail calls it)
        return _is_clinician(user)

    def locked_for_user(self, obj, user):  # noqa: ARG002
        """What waits for a signature is not changed under the reader's eyes."""
        return not _is_clinician(user)

    def get_actions(self, obj, user):
        if not may_sign(obj, user):
            return []
        return [("reject", _("Send back with a note"), True)]

    def on_action(self, task_state, user, action_name, **kwargs):
        """Sending back; a signature is given on a page of its own."""
        from .signing import send_back  # noqa: PLC0415 (it needs these models)

        if action_name != "reject":
            raise PermissionDenied
        send_back(task_state, by=user, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):  # noqa: ARG002
        if not _is_clinician(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls):
        return _("A clinician of the clinic reads the whole page and signs it.")


def may_sign(page, user) -> bool:
    """A clinician, and none of those who wrote the text since it was signed last.

    Whoever signed these very words before did not write them.
    """
    if not _is_clinician(user):
        return False
    return not _wrote(page, user) or _signed(page, user)


def _wrote(page, user) -> bool:
    """Whether a saving of theirs changed words; others may have saved after them."""
    saved = page.revisions.order_by("created_at", "pk")
    last = SignOff.objects.filter(article_id=page.pk).order_by("-at", "-pk").first()
    own = saved.filter(user=user)
    own = own.filter(created_at__gt=last.at) if last else own
    return any(_changed_words(one, saved) for one in own)


def _changed_words(revision, saved) -> bool:
    before = saved.filter(created_at__lt=revision.created_at).last()
    if before is None:
        return True
    return digest_of(before.as_object()) != digest_of(revision.as_object())


def _signed(page, user) -> bool:
    latest = page.latest_revision
    digest = digest_of(latest.as_object() if latest else page)
    by_them = SignOff.objects.filter(article_id=page.pk, by_id=user.pk)
    return by_them.filter(digest=digest).exists()


def _is_clinician(user) -> bool:
    return user.is_active and not user.is_patient and user.has_role(CLINICAL)
