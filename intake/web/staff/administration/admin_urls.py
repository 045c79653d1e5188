from django.urls import path

from intake.web.staff.accounts import accounts, confirming, own_account, second

from . import (
    admin_people,
    admin_settings,
    admin_sites,
    admin_tags,
    crisis_texts,
    own_words,
    trial_text,
)

account_patterns = [
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("welcome/<str:token>/", accounts.welcome, name="welcome"),
    path("forgot/", accounts.forgot, name="forgot"),
    path("sign-in/second/", second.second, name="second"),
    path("sign-in/set-up/", second.set_up, name="set_up"),
    path("password/", accounts.password, name="password"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("stay/", own_account.stay, name="stay"),
    path("account/", own_account.account, name="account"),
    path("account/app/", own_account.factor_app, name="factor_app"),
    path("account/passkey/", own_account.factor_passkey, name="factor_passkey"),
    path("account/codes/", own_account.recovery_codes, name="recovery_codes"),
    path(
        "account/factors/<uuid:factor_id>/",
        own_account.factor_remove,
        name="factor_remove",
    ),
]

admin_patterns = [
    path(
        "admin/people/<uuid:person_id>/factors/",
        admin_people.person_factors,
        name="person_factors",
    ),
    path("admin/", admin_settings.admin_home, name="admin_home"),
    path("admin/people/", admin_people.people, name="people"),
    path("admin/people/add/", admin_people.person_add, name="person_add"),
    path(
        "admin/people/<uuid:person_id>/",
        admin_people.person_change,
        name="person_change",
    ),
    path(
        "admin/people/<uuid:person_id>/link/",
        admin_people.person_link,
        name="person_link",
    ),
    path(
        "admin/people/<uuid:person_id>/end/",
        admin_people.person_end,
        name="person_end",
    ),
    path("admin/sites/", admin_sites.sites, name="sites"),
    path("admin/sites/add/", admin_sites.site_add, name="site_add"),
    path("admin/sites/<int:site_id>/", admin_sites.site_change, name="site_change"),
    path("admin/tags/", admin_tags.tags, name="tags"),
    path("admin/tags/add/", admin_tags.tag_add, name="tag_add"),
    path("admin/tags/<int:tag_id>/", admin_tags.tag_change, name="tag_change"),
    path("admin/organisation/", admin_settings.organisation, name="organisation"),
    path("admin/own-words/", own_words.own_words, name="own_words"),
    path("admin/help-numbers/", admin_settings.crisis, name="crisis"),
    path("admin/help-numbers/words/", crisis_texts.texts, name="crisis_texts"),
    path("admin/test-message/", admin_settings.test_message, name="test_message"),
    path("admin/test-text/", trial_text.trial_text, name="trial_text"),
]
