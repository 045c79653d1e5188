"""Links into the public page that says of each question why it is asked."""

from django.urls import reverse

from intake.education.reasons.texts import anchor


def why_url(link_id: str) -> str:
    """Where the page says why this question is asked."""
    return f"{reverse('why')}#{anchor(link_id)}"
