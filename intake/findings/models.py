"""What clinicians did about findings, and on what evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only

from .files import Media


class Attachment(models.Model):
    """A file that somebody brought as evidence about a finding, sealed as it is kept.

    What it is called and which finding it is about stand in ``sealed_about``. ``by`` is
    empty where it came over a link from outside.
    """

    case = models.ForeignKey(
        "review.Case", on_delete=models.PROTECT, related_name="attachments"
    )
    number = models.PositiveIntegerField()
    media = models.TextField(choices=[(kind.value, kind.name) for kind in Media])
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()
    sealed_about = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="attachment_number_once"
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"attachment {self.pk}"


class Inquiry(models.Model):
    """A question to somebody outside, over a link that works once. Never edited.

    Only a digest of the link's token is kept. Whom it is for, the kind of question and
    its finding are sealed.
    """

    case = models.ForeignKey(
        "review.Case", on_delete=models.PROTECT, related_name="inquiries"
    )
    token_digest = models.BinaryField(unique=True)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        triggers = append_only()

    def __str__(self):
        return f"inquiry {self.pk}"


class InquiryTry(models.Model):
    """A wrong date of birth on the page of a link."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"try on {self.inquiry_id}"


class Ending(models.Model):
    """How an inquiry ended: once, by a reply or by staff who withdrew it."""

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, related_name="ending"
    )
    sealed_reply = models.BinaryField(null=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_reply=None, withdrawn_by__isnull=False)
                | Q(sealed_reply__isnull=False, withdrawn_by=None),
                name="inquiry_replied_or_withdrawn",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"end of {self.inquiry_id}"

    @property
    def is_reply(self) -> bool:
        return self.withdrawn_by_id is None


class FindingWork(models.Model):
    """What a clinician did about one finding of a case. Never edited.

    ``grounds`` marks the finding together with what it rests on, so that the work holds
    only while the same answers bring the finding about; which finding it is stands in
    the sealed part. One that ``takes_back`` another does nothing else.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        RESOLVED = "resolved", _("Resolved")
        SET_ASIDE = "set_aside", _("Set aside")
        OVERRULED = "overruled", _("Decided all the same")

    case = models.ForeignKey(
        "review.Case", on_delete=models.PROTECT, related_name="finding_work"
    )
    grounds = models.CharField(max_length=64)
    kind = models.TextField(choices=Kind.choices, blank=True)
    decision = models.ForeignKey(
        "review.Decision", on_delete=models.PROTECT, null=True, related_name="overruled"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply = models.ForeignKey(
        Ending, on_delete=models.PROTECT, null=True, related_name="+"
    )
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_back=None) & ~Q(kind="")
                | Q(takes_back__isnull=False, kind=""),
                name="finding_work_does_or_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(kind="overruled", decision__isnull=False)
                | ~Q(kind="overruled") & Q(decision=None),
                name="finding_overruled_by_a_decision",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"finding work {self.pk}"
