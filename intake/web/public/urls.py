from django.urls import path
from django.views.i18n import set_language

from . import check, feedback, health, replying, views

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("start/check/", check.check, name="check"),
    path("start/<lang:language>/check/", check.check, name="check_in"),
    path("start/paper/", views.start_on_paper, name="start_on_paper"),
    path("start/why/", views.why, name="why"),
    path(
        "learn/feedback/<slug:code>/",
        feedback.page_feedback,
        name="page_feedback",
    ),
    path(
        "learn/feedback/<slug:code>/thanks/",
        feedback.page_feedback_thanks,
        name="page_feedback_thanks",
    ),
    path(
        "learn/<lang:language>/feedback/<slug:code>/",
        feedback.page_feedback,
        name="page_feedback_in",
    ),
    path(
        "learn/<lang:language>/feedback/<slug:code>/thanks/",
        feedback.page_feedback_thanks,
        name="page_feedback_thanks_in",
    ),
    path("help-now/", views.help_now, name="help_now"),
    path("privacy/", views.privacy, name="privacy"),
    path("reply/received/", replying.received, name="reply_received"),
    path("reply/<str:token>/", replying.reply, name="reply"),
    path("colors.css", views.colors, name="colors"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("leave/", views.leave, name="leave"),
    path("language/", set_language, name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
