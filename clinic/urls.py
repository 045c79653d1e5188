"""Addresses: / · /patient/ · /staff/ · /learn/ · /cms/"""

from django.conf import settings
from django.urls import include, path, register_converter
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from intake.education.finding import outside
from intake.education.finding.views import portal_search
from intake.education.governing.views import portal_changes, portal_feed
from intake.education.translating.views import (
    AnyLanguage,
    PortalLanguage,
    portal_in,
    portal_page_in,
)
from intake.education.video.serving import portal_video
from intake.education.views import print_pack, sources
from intake.web import errors
from intake.web.public.views import sign_out

register_converter(PortalLanguage, "lang")
register_converter(AnyLanguage, "any_lang")
urlpatterns = [
    path("", include("intake.web.public.urls")),
    path("patient/", include("intake.web.patient.urls")),
    path("staff/", include("intake.web.staff.urls")),
    path("cms/login/", RedirectView.as_view(url="/staff/sign-in/", query_string=True)),
    path("cms/logout/", sign_out),
    path("cms/", include("intake.education.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("media/videos/<slug:name>.<slug:ending>", portal_video, name="portal_video"),
    path(
        "media/<path:path>",
        serve,
        {"document_root": settings.MEDIA_ROOT},
        name="media",
    ),
    path("learn/sources/", sources, name="sources"),
    path("learn/search/", portal_search, name="portal_search"),
    path("learn/topics/<slug:topic>/", outside.portal_topic, name="portal_topic"),
    path("learn/cards/<slug:code>.png", outside.portal_card, name="portal_card"),
    path("sitemap.xml", outside.sitemap, name="sitemap"),
    path("robots.txt", outside.robots, name="robots"),
    path("learn/changes/", portal_changes, name="portal_changes"),
    path("learn/changes/feed/", portal_feed, name="portal_feed"),
    path("learn/print/", print_pack, name="print_pack"),
    path("learn/<lang:language>/print/", print_pack, name="print_pack_in"),
    path("learn/<lang:language>/", portal_in, name="portal_in"),
    path(
        "learn/<any_lang:language>/<slug:slug>/", portal_page_in, name="portal_page_in"
    ),
    path("learn/", include(wagtail_urls)),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("intake.demo.urls")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
