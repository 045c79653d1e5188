"""What the pages of the portal ask of their translations.

Loaded by the pages themselves, so it finds them when it is asked.
"""

from typing import Any

from django.apps import apps
from django.urls import reverse

from intake.education.words import Word, words_of

from .models import CHECK, FRAME, PACK
from .sentences import in_words, sentences
from .shown import (
    LANGUAGES,
    MAIN,
    code_of,
    is_whole,
    offered,
    parts_in,
    words_for,
    words_of_part,
)


def address_in(language: str, page) -> str:
    """Where a page is found in a language, translated or not yet."""
    if not hasattr(page, "article_code"):
        return reverse("portal_in", args=[language])
    return reverse("portal_page_in", args=[language, page.slug])


def other_languages(page) -> dict[str, Any]:
    """The same page in other languages, for the switch and for search engines.

    The switch leads to a page that is not translated too: it says so, kindly.
    """
    if page.spoken:
        return {"switch": english(page)}
    switch = []
    for language, name in LANGUAGES.items():
        found = offered(language)
        if found:
            words = found.get(code_of(page), {})
            url = address_in(language, page)
            entry = {"code": language, "name": name, "url": url, "post_to": url}
            shown = bool(words) and is_whole(words, sentences(page))
            switch.append(entry | {"is_shown": shown})
    return {"switch": switch}


def elsewhere(language: str, part: str, name: str, *args: str) -> list[dict[str, Any]]:
    """The way from a page of a room to the same page in other languages.

    Args:
        name: That of its address; with a language before, it has ``_in`` after.
    """
    if language != MAIN:
        return [_way(MAIN, "English", address(name, MAIN, *args))]
    return [
        _way(code, own_name, address(name, code, *args))
        for code, own_name in LANGUAGES.items()
        if words_of_part(code, part) is not None
    ]


def portals() -> list[dict[str, Any]]:
    """The first page of the portal in other languages, for pages that have none."""
    index = apps.get_model("education", "LearnIndexPage").objects.live().first()
    return [
        _way(code, own_name, address_in(code, None))
        for code, own_name in LANGUAGES.items()
        if index and FRAME in parts_in(code) and words_for(index, code) is not None
    ]


def address(name: str, language: str, *args: str) -> str:
    """Where a page of a room is found in a language."""
    if language == MAIN:
        return reverse(name, args=args)
    return reverse(f"{name}_in", args=[language, *args])


def _way(code: str, name: str, url: str) -> dict[str, Any]:
    return {"code": code, "name": name, "url": url, "post_to": url, "is_shown": True}


def rooms_in(language: str) -> dict[str, str]:
    """Where rooms of the site are found in a language, by where they are in English."""
    there = parts_in(language)
    names = {CHECK: "check", PACK: "print_pack"}
    return {
        address(name, MAIN): address(name, language)
        for part, name in names.items()
        if part in there
    }


def english(page) -> list[dict[str, str]]:
    """The way back to the page as it was written."""
    is_article = hasattr(page, "article_code")
    post_to = address_in(MAIN, page) if is_article else page.url
    return [{"code": MAIN, "name": "English", "url": page.url, "post_to": post_to}]


def all_in(language: str, pages: list) -> list:
    """The pages in this language, those that have no translation as they are."""
    if not language:
        return pages
    found = offered(language)
    return [_in(language, page, found.get(code_of(page))) for page in pages]


def titles_in(language: str) -> dict[str, Any]:
    """Published articles by their codes, without texts, to lead readers to them."""
    live = apps.get_model("education", "ArticlePage").objects.live()
    texts = ("key_points", "body", "unknowns", "questions")
    pages = all_in(language, list(live if language else live.defer(*texts)))
    return {page.article_code: page for page in pages}


def _in(language: str, page, words):
    if not words or not is_whole(words, sentences(page)):
        return page
    return in_words(page, words, language)


def glossary_in(language: str) -> list[Word]:
    """The translated words that pages explain."""
    articles = apps.get_model("education", "ArticlePage").objects.live()
    listing = list(articles.filter(body__contains=[{"type": "words"}]))
    return [
        word
        for page in all_in(language, listing)
        if page.spoken
        for word in words_of(page.body)
    ]
