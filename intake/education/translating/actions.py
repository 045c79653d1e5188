"""Writing, checking and reviewing translations."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import connection

from intake.audit import actions as audit
from intake.education.finding import passages
from intake.education.models import ArticlePage

from . import shipped
from .models import FRAME, Translation
from .sentences import anchors, in_words, numbers
from .shown import LANGUAGES, is_whole, offered
from .subjects import Subject, subject_of

Status = Translation.Status


class Changed(Exception):
    """Somebody saved other words since these were read."""


class NotWhole(Exception):
    """A sentence is missing, or has other numbers than the English one."""


def newest(language: str, code: str) -> Translation | None:
    rows = Translation.objects.filter(language=language, code=code)
    return rows.order_by("-pk").first()


def mark_of(row: Translation | None) -> str:
    """What a page carries to say which words were read."""
    return str(row.pk) if row else ""


def gaps(subject: Subject, words: Mapping[str, str]) -> list[str]:
    """English sentences without a translation that keeps their numbers."""
    return [
        text
        for text in subject.sentences
        if not words.get(text) or numbers(words[text]) != numbers(text)
    ]


@audit.recorded
def keep(
    *,
    subject: Subject,
    language: str,
    words: Mapping[str, str],
    checked: bool,
    seen: str,
    by,
) -> Translation:
    """Keep these words; ``checked``: this person stands for them.

    Raises:
        Changed: somebody saved other words since.
        NotWhole: they are said to be checked, and are not whole.
    """
    _take(subject, language, seen)
    kept = {text: words[text] for text in subject.sentences if words.get(text)}
    if checked and gaps(subject, kept):
        raise NotWhole
    if not checked:
        row = _add(subject.code, language, Status.MACHINE, kept, by)
        audit.record("portal.translation_saved", by=by, subject=row)
        return row
    row = _add(subject.code, language, Status.HUMAN, kept, by)
    audit.record("portal.translation_checked", by=by, subject=row)
    return row


@audit.recorded
def review(*, subject: Subject, language: str, seen: str, by) -> Translation:
    """Let readers see what another person translated or checked.

    Raises:
        Changed: these are not the words that were read, or wait for nobody.
        NotWhole: the English page changed meanwhile.
        PermissionDenied: whoever translated does not review.
    """
    row = _take(subject, language, seen)
    if row is None or row.status != Status.HUMAN:
        raise Changed
    if row.by_id == by.pk or not by.name:
        raise PermissionDenied
    if gaps(subject, row.words):
        raise NotWhole
    reviewed = _add(subject.code, language, Status.REVIEWED, row.words, by)
    audit.record("portal.translation_reviewed", by=by, subject=reviewed)
    follow(language, subject.code)
    return reviewed


@audit.recorded
def take_down(*, subject: Subject, language: str, by) -> None:
    """Show readers the English page again."""
    row = newest(language, subject.code)
    if row is None:
        return
    down = _add(subject.code, language, Status.TAKEN_DOWN, row.words, by)
    audit.record("portal.translation_taken_down", by=by, subject=down)
    follow(language, subject.code)


def load_drafts() -> int:
    """Keep what ships and what nobody has worked on; how many are new."""
    added = 0
    for language in LANGUAGES:
        for code in shipped.codes(language):
            words, last = shipped.draft(language, code), newest(language, code)
            if last is None or (last.by_id is None and last.words != words):
                _add(code, language, Status.MACHINE, words, None)
                added += 1
    return added


def follow(language: str, code: str) -> None:
    """Let the search find what readers see: an article, or all with the frame."""
    found = offered(language)
    pages = ArticlePage.objects.all()
    for page in pages if code == FRAME else pages.filter(article_code=code):
        passages.remove(page, language)
        words = found.get(page.article_code)
        subject = subject_of(page.article_code)
        if page.live and subject and words and is_whole(words, subject.sentences):
            spoken = in_words(page, words, language)
            passages.index(spoken, anchors(page, spoken))


def _take(subject: Subject, language: str, seen: str) -> Translation | None:
    """The newest row, which nobody else follows up before this is done."""
    with connection.cursor() as cursor:
        lock = f"translation {language} {subject.code}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [lock])
    row = newest(language, subject.code)
    if mark_of(row) != seen:
        raise Changed
    return row


def _add(
    code: str, language: str, status: str, words: Mapping[str, str], by
) -> Translation:
    return Translation.objects.create(
        code=code,
        language=language,
        status=status,
        words=dict(words),
        by=by,
        name=by.name if by else "",
    )
