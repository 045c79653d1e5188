"""What a clinician fills in to sign an article."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm


class SignOffForm(TaskStateCommentForm):
    role = forms.CharField(
        label=_("Your role, as readers see it"),
        max_length=200,
        help_text=_("As 'MD, psychiatrist'. Your name is that of your account."),
        error_messages={"required": _("Say what your role is.")},
    )
    read = forms.BooleanField(
        label=_("I have read the whole page and stand for what it says."),
        error_messages={"required": _("Read the whole page before you sign it.")},
    )
