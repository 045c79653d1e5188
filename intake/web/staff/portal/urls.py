from django.urls import path

from . import pages, reasons, translations

portal_patterns = [
    path("pages/", pages.portal_pages, name="portal_pages"),
    path("pages/<int:page_id>/", pages.portal_page, name="portal_page"),
    path("pages/why/", reasons.portal_reasons, name="portal_reasons"),
    path("translations/", translations.translations, name="translations"),
    path(
        "translations/<slug:language>/<slug:code>/",
        translations.translation,
        name="translation",
    ),
    path(
        "translations/<slug:language>/<slug:code>/read/",
        translations.translation_read,
        name="translation_read",
    ),
]
