"""What is translated: words of the site itself, the first page, and each article."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.education.claims.codes import by_number
from intake.education.models import ArticlePage, LearnIndexPage

from .models import INDEX, PARTS
from .sentences import sentences
from .shipped import part_sentences


@dataclass(frozen=True)
class Subject:
    """``page`` is None for words of the site itself, which have no title."""

    code: str
    title: str
    sentences: list[str]
    page: ArticlePage | LearnIndexPage | None = None

    @property
    def number(self) -> str:
        """By which people know an article, as T8."""
        return self.code if isinstance(self.page, ArticlePage) else ""


def subject_of(code: str) -> Subject | None:
    """None for what is not published."""
    if code in PARTS:
        return Subject(code, "", part_sentences(code))
    pages = LearnIndexPage.objects.live()
    if code != INDEX:
        pages = ArticlePage.objects.live().filter(article_code=code)
    page = pages.first()
    return page and Subject(code, page.title, sentences(page), page)


def subjects() -> Iterator[Subject]:
    """Words of the site itself first, then pages in the order of their codes."""
    for code in PARTS:
        yield Subject(code, "", part_sentences(code))
    for page in LearnIndexPage.objects.live()[:1]:
        yield Subject(INDEX, page.title, sentences(page), page)
    articles = ArticlePage.objects.live()
    for page in sorted(articles, key=lambda page: by_number(page.article_code)):
        yield Subject(page.article_code, page.title, sentences(page), page)
