"""Addresses of the editing side that stand before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .preferences import PreferencesView

urlpatterns = [path("account/", require_admin_access(PreferencesView.as_view()))]
