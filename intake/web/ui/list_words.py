"""What a person said of a list as a whole."""

from django.utils.translation import gettext_lazy as _

from intake.domain.questionnaire.answers import ListState

LIST_STATES = {
    ListState.OPEN: _("Not finished"),
    ListState.NONE: _("Nothing to list"),
    ListState.DONE: _("The list is complete"),
    ListState.UNSURE: _("Not sure that the list is complete"),
}
