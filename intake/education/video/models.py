"""A video with its captions, which is never changed: a page's signature covers it."""

from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Image

from .content import MP4, WEBM, is_captions, video_type

LONGEST_CAPTIONS = 1_000_000  # bytes
ENDINGS = {MP4: "mp4", WEBM: "webm"}


def file_name(_video: "Video", given: str) -> str:
    """A name of our own: what somebody called a file stays with them."""
    ending = PurePath(given).suffix.lower().removeprefix(".")
    return f"videos/{uuid4().hex}.{ending}"


class Video(models.Model):
    title = models.CharField(_("Title"), max_length=200)
    file = models.FileField(
        _("Video"),
        upload_to=file_name,
        help_text=_("MP4 or WebM. Other sites are never asked for a video."),
    )
    captions = models.FileField(
        _("Captions"),
        upload_to=file_name,
        help_text=_("A WebVTT file: every word that is said, with its time."),
    )
    poster = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Picture before it starts"),
    )
    media_type = models.CharField(max_length=20, editable=False)

    class Meta:
        app_label = "education"
        verbose_name = _("video")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if self.pk:
            raise ValidationError(_("A video is not changed; add another one."))
        if self.file:
            self._check_file()
        if self.captions:
            self._check_captions()

    def _check_file(self) -> None:
        self.media_type = video_type(self.file.read(64))
        self.file.seek(0)
        if not self.media_type:
            raise ValidationError({"file": _("This is neither MP4 nor WebM.")})
        if self.file.size > settings.VIDEO_MEGABYTES * 1_000_000:
            words = _("At most %(most)s megabytes.")
            raise ValidationError({"file": words % {"most": settings.VIDEO_MEGABYTES}})
        self.file.name = f"video.{ENDINGS[self.media_type]}"

    def _check_captions(self) -> None:
        content = self.captions.read(LONGEST_CAPTIONS + 1)
        self.captions.seek(0)
        if len(content) > LONGEST_CAPTIONS or not is_captions(content):
            words = _("This is no WebVTT file with captions.")
            raise ValidationError({"captions": words})
        self.captions.name = "captions.vtt"
