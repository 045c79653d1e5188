"""What is translated: the words around pages, the first page, and each article."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.education.models import ArticlePage, LearnIndexPage, by_number

from .models import FRAME, INDEX
from .sentences import sentences
from .shipped import frame_sentences


@dataclass(frozen=True)
class Subject:
    """``page`` is None for the words around pages."""

    code: str
    title: str
    sentences: list[str]
    page: ArticlePage | LearnIndexPage | None = None


def subject_of(code: str) -> Subject | None:
    """None for what is not published."""
    if code == FRAME:
        return Subject(FRAME, "", frame_sentences())
    pages = LearnIndexPage.objects.live()
    if code != INDEX:
        pages = ArticlePage.objects.live().filter(article_code=code)
    page = pages.first()
    return page and Subject(code, page.title, sentences(page), page)


def subjects() -> Iterator[Subject]:
    """The words around pages first, then pages in the order of their codes."""
    yield Subject(FRAME, "", frame_sentences())
    for page in LearnIndexPage.objects.live()[:1]:
        yield Subject(INDEX, page.title, sentences(page), page)
    articles = ArticlePage.objects.live()
    for page in sorted(articles, key=lambda page: by_number(page.article_code)):
        yield Subject(page.article_code, page.title, sentences(page), page)
