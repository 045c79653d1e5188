"""Videos of the portal: served by the clinic, with captions and every word."""

import gc
import json
import warnings

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from intake.education.video.models import Video
from tests.education.video.test_content import CAPTIONS, MP4

pytestmark = pytest.mark.django_db
CONTENT = MP4 + bytes(range(256)) * 4


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _drawn_small(image):
    """Wagtail leaves the file open in which it draws a picture smaller."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        image.get_rendition("max-1280x1280")
        gc.collect()
    return Image.objects.get(pk=image.pk)


@pytest.fixture
def make(db):
    def make(content=CONTENT, captions=CAPTIONS, name="visit.exe"):
        picture = Image.objects.create(title="Room", file=get_test_image_file())
        poster = _drawn_small(picture)
        video = Video(title="A visit", poster=poster)
        video.file = ContentFile(content, name=name)
        video.captions = ContentFile(captions, name="words.txt")
        video.full_clean()
        video.save()
        return video

    return make


@pytest.mark.parametrize(
    ("given", "asked_about"),
    [
        ({"content": b"<html>"}, "file"),
        ({"captions": b"no captions"}, "captions"),
    ],
)
def test_other_files_are_refused_whatever_they_are_called(make, given, asked_about):
    with pytest.raises(ValidationError) as refused:
        make(name="visit.mp4", **given)

    assert list(refused.value.message_dict) == [asked_about]


def test_too_large_a_video_is_refused(make, settings):
    settings.VIDEO_MEGABYTES = 0.001

    with pytest.raises(ValidationError):
        make()


def test_a_video_is_not_changed_afterwards(make):
    video = make()

    with pytest.raises(ValidationError):
        video.full_clean()


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        (None, 200, slice(None)),
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=100-", 206, slice(100, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=90-99999999", 206, slice(90, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=5-2", 416, slice(0, 0)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(make, client, asked, status, part):
    video = make()
    headers = {"range": asked} if asked else {}

    reply = client.get(video.file.url, headers=headers)

    assert reply.status_code == status
    content = b"".join(reply) if reply.streaming else reply.content
    assert content == CONTENT[part]
    if status == 206:
        assert reply["Content-Range"].endswith(f"/{len(CONTENT)}")
    assert video.file.url.endswith(".mp4")


def test_it_plays_with_captions_and_without_scripts(make, article, client):
    video, page = make(), article("T8")
    block = {
        "heading": "How is a visit?",
        "video": video.pk,
        "transcript": "Nurse: Please sit down.",
    }
    raw = [{"type": "video", "value": block}, *page.body.get_prep_value()]
    page.body = json.dumps(raw)
    page.full_clean()
    page.save_revision().publish()

    reply = client.get(page.url)
    drawn = BeautifulSoup(reply.content, "html.parser").select_one("section.video")

    assert drawn.video.has_attr("controls")
    assert drawn.track["src"] == video.captions.url
    assert drawn.video["poster"].startswith("/media/")
    assert "Nurse: Please sit down." in drawn.get_text()
    assert "no-print" in drawn.video["class"]
    assert "media-src 'self'" in reply["Content-Security-Policy"]
    assert page.passages.filter(text__contains="sit down").exists()


def test_an_editor_adds_one_and_cannot_change_it(make, client, editor):
    client.force_login(editor)
    video = make()

    assert client.get("/cms/snippets/education/video/add/").status_code == 200
    assert client.get("/cms/snippets/education/video/").status_code == 200
    changing = client.get(f"/cms/snippets/education/video/edit/{video.pk}/")
    assert changing.status_code in (302, 403)
