"""Why some questions are asked again, in words for whoever answers them."""

from django.utils.translation import gettext as _

from intake.questionnaires.actions import reason_of
from intake.questionnaires.filled import Filled


def why_again(now: Filled) -> str:
    """The reason that staff gave, or what a new version has to say; else nothing."""
    if now.base is None:
        return ""
    return reason_of(now.response) or safety_words(is_begun=now.base.response.is_open)


def safety_words(*, is_begun: bool) -> str:
    """Why a new version asks, of those who have begun or of those who have sent."""
    if is_begun:
        return _(
            "We have added questions about your safety since you began. Please answer "
            "them first. Then you go on where you were."
        )
    return _("We have added questions about your safety since you sent your answers.")
