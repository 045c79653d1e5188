"""Keeps passages and editions as the articles are: published, changed, taken down."""

from intake.education.governing import editions

from . import passages


def published(instance, **_kwargs) -> None:
    """A page that is scheduled for later is not published yet."""
    if instance.live:
        passages.index(instance)
        editions.note(instance)


def taken_down(instance, **_kwargs) -> None:
    passages.remove(instance)
