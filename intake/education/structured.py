"""An article as machines read it: JSON-LD of schema.org's MedicalWebPage.

``reviewedBy`` and ``lastReviewed`` are left out while nobody has reviewed the page. A
page in another language names who translated it, and who compared it with the English
one; the clinician's review is that of the English one.
"""

from collections.abc import Iterator
from typing import Any

from intake.practice.models import Organisation

from .governing.models import Edition
from .models import ArticlePage
from .translating.others import address_in
from .translating.shown import MAIN
from .words import words_of

SCHEMA = "https://schema.org"
Topic = ArticlePage.Topic
# Who wrote what ships, and under what anybody may use it; a clinic's own texts are its.
AUTHORS = "The authors of this software, with the help of AI"
LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"
ASPECTS = {
    Topic.START: "treatment",
    Topic.ABOUT: "treatment",
    Topic.HAVING: "treatment",
    Topic.SAFETY: "safety",
    Topic.CHOOSING: "treatment choice",
}
ABOUT = [
    {"@type": "Drug", "name": "Ketamine", "nonProprietaryName": "ketamine"},
    {"@type": "Drug", "name": "Esketamine", "nonProprietaryName": "esketamine"},
    {"@type": "MedicalCondition", "name": "Depression"},
]
AUDIENCE = [
    {"@type": "MedicalAudience", "audienceType": name}
    for name in ("Patient", "Caregiver")
]


def medical_web_page(page: ArticlePage, edition: Edition | None) -> dict[str, Any]:
    """The article; ``edition`` is the one that readers see."""
    return {
        "@context": SCHEMA,
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": page.summary,
        "url": _url(page),
        "inLanguage": page.locale.language_code,
        "isAccessibleForFree": True,
        "specialty": f"{SCHEMA}/Psychiatric",
        "medicalAudience": AUDIENCE,
        "author": page.written_by,
        "publisher": {
            "@type": "MedicalOrganization",
            "name": Organisation.current().name,
        },
        "citation": [source.citation for source in page.basis.sources],
        **({"license": LICENSE} if page.written_by == AUTHORS else {}),
        **_subject(page),
        **_dates(page, edition),
        **_held(page),
        **(_translated(page) if page.spoken else _reviewed(page)),
    }


def _url(page: ArticlePage) -> str:
    if not page.spoken:
        return page.full_url
    _site, root, _path = page.get_url_parts()
    return root + address_in(page.spoken, page)


def _subject(page: ArticlePage) -> dict[str, Any]:
    """What it is about; pages about this information are about no illness."""
    if page.topic == Topic.INFO:
        return {}
    aspect = ASPECTS.get(page.topic)
    return {"about": ABOUT} | ({"aspect": aspect} if aspect else {})


def _dates(page: ArticlePage, edition: Edition | None) -> dict[str, Any]:
    days = {
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
    }
    found: dict[str, Any] = {name: at.date() for name, at in days.items() if at}
    if page.shown_until:
        found["expires"] = page.shown_until
    told = {name: day.isoformat() for name, day in found.items()}
    if edition is None:
        return told
    mended = page.editions.filter(kind=Edition.Kind.CORRECTION)
    corrections = [
        {"@type": "CorrectionComment", "text": one.what, "datePublished": _day(one.at)}
        for one in mended
    ]
    told["version"] = str(edition.number)
    return told | ({"correction": corrections} if corrections else {})


def _held(page: ArticlePage) -> dict[str, Any]:
    """Questions with their answers, or words with their meanings."""
    if questions := list(_questions(page)):
        return {"@type": ["MedicalWebPage", "FAQPage"], "mainEntity": questions}
    if words := words_of(page.body):
        terms = [
            {"@type": "DefinedTerm", "name": word.word, "description": word.meaning}
            for word in words
        ]
        named = {"@type": "DefinedTermSet", "name": page.title}
        return {"mainEntity": {**named, "hasDefinedTerm": terms}}
    return {}


def _questions(page: ArticlePage) -> Iterator[dict[str, Any]]:
    """A fact beside its myth is no question."""
    for block in page.body:
        if block.block_type != "answers":
            continue
        for row in block.value["answers"]:
            if not row["heard"]:
                answer = {"@type": "Answer", "text": row["answer"]}
                named = {"@type": "Question", "name": row["question"]}
                yield {**named, "acceptedAnswer": answer}


def _reviewed(page: ArticlePage) -> dict[str, Any]:
    if not page.is_reviewed:
        return {}
    reviewer = {**_person(page.reviewer_name), "jobTitle": page.reviewer_role}
    return {"lastReviewed": page.reviewed_on.isoformat(), "reviewedBy": reviewer}


def _translated(page: ArticlePage) -> dict[str, Any]:
    original = {"@type": "MedicalWebPage", "url": page.full_url, "inLanguage": MAIN}
    told: dict[str, Any] = {"translationOfWork": original | _reviewed(page)}
    stood = page.stood_for()
    if stood is None:
        return told
    told["translator"] = _person(stood.translator)
    if page.is_reviewed:
        told["reviewedBy"] = _person(stood.reviewer)
        told["lastReviewed"] = _day(stood.reviewed_at)
    return told


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _day(at) -> str:
    return at.date().isoformat()
