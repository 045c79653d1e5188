"""Keeps passages and editions as the articles are: published, changed, taken down."""

from intake.education.governing import editions

from . import passages


def published(instance, **_kwargs) -> None:
    """A page that is scheduled for later is not published yet."""
    if instance.live:
        passages.index(instance)
        editions.note(instance)
        _follow_in_other_languages(instance)


def taken_down(instance, **_kwargs) -> None:
    passages.remove(instance)


def _follow_in_other_languages(page) -> None:
    """Translations hold for the words that are published now, or not at all."""
    from intake.education.translating import actions  # noqa: PLC0415 (needs articles)
    from intake.education.translating.shown import LANGUAGES  # noqa: PLC0415

    for language in LANGUAGES:
        actions.follow(language, page.article_code)
