"""An article as machines read it: JSON-LD of schema.org's MedicalWebPage.

``reviewedBy`` and ``lastReviewed`` are left out while nobody has reviewed the page.
"""

from typing import Any

from intake.practice.models import Organisation

from .models import ArticlePage


def medical_web_page(page: ArticlePage) -> dict[str, Any]:
    clinic = {"@type": "MedicalOrganization", "name": Organisation.current().name}
    data = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": page.title,
        "description": page.summary,
        "url": page.full_url,
        "inLanguage": page.locale.language_code,
        "isAccessibleForFree": True,
        "specialty": "https://schema.org/Psychiatric",
        "medicalAudience": [
            {"@type": "MedicalAudience", "audienceType": name}
            for name in ("Patient", "Caregiver")
        ],
        "publisher": clinic,
        "citation": [str(source.value["citation"]) for source in page.sources],
        **_published(page),
    }
    if page.spoken:
        data["translationOfWork"] = {"@type": "MedicalWebPage", "url": data.pop("url")}
    return data | _reviewed(page)


def _published(page: ArticlePage) -> dict[str, str]:
    days = {
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
    }
    return {name: at.date().isoformat() for name, at in days.items() if at}


def _reviewed(page: ArticlePage) -> dict[str, Any]:
    if not page.is_reviewed:
        return {}
    return {
        "lastReviewed": page.reviewed_on.isoformat(),
        "reviewedBy": {
            "@type": "Person",
            "name": page.reviewer_name,
            "jobTitle": page.reviewer_role,
        },
    }
