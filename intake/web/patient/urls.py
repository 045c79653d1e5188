from django.urls import path

from . import (
    about_you,
    claiming,
    copy,
    filling,
    help_now,
    home,
    looked,
    plan,
    reach,
    sending,
    sign_in,
    staying,
)

app_name = "patient"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-in/date-of-birth/", claiming.birth_date, name="birth_date"),
    path("stay/", staying.stay, name="stay"),
    path("about-you/", about_you.about_you, name="about_you"),
    path("adults/", about_you.under_age, name="under_age"),
    path("plan/", plan.plan, name="plan"),
    path("reach/", reach.reach, name="reach"),
    path("begin/", home.begin, name="begin"),
    path("copy/", copy.copy, name="copy"),
    path("copy/read/", copy.copy_read, name="copy_read"),
    path("copy/json/", copy.copy_json, name="copy_json"),
    path("copy/fhir/", copy.copy_fhir, name="copy_fhir"),
    path("looked/", looked.looked, name="looked"),
    path("withdraw/", home.withdraw, name="withdraw"),
    path("forms/<uuid:response_id>/<int:number>/", filling.page, name="page"),
    path(
        "forms/<uuid:response_id>/<int:number>/rows/<uuid:row_id>/",
        filling.row,
        name="row",
    ),
    path(
        "forms/<uuid:response_id>/<int:number>/rows/<uuid:row_id>/remove/",
        filling.row_remove,
        name="row_remove",
    ),
    path("forms/<uuid:response_id>/<int:number>/typed/", filling.typed, name="typed"),
    path(
        "forms/<uuid:response_id>/<int:number>/rows/<uuid:row_id>/typed/",
        filling.row_typed,
        name="row_typed",
    ),
    path(
        "forms/<uuid:response_id>/sections/<int:number>/",
        filling.section,
        name="section",
    ),
    path("forms/<uuid:response_id>/now/", help_now.now, name="now"),
    path("forms/<uuid:response_id>/check/", filling.check, name="check"),
    path("forms/<uuid:response_id>/send/", sending.submit, name="submit"),
    path("forms/<uuid:response_id>/answers/", sending.answers, name="answers"),
]
