"""Parts of addresses that the staff side reads in its own way."""

from django.urls import register_converter

from intake.review.references import SHAPE


class ReferenceConverter:
    """The reference of a case; an address with anything else does not exist."""

    regex = SHAPE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
