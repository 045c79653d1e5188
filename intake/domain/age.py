"""Age."""

from datetime import date


def age_in_years(born_on: date, on: date) -> int:
    """Completed years of age on a given day; a 29 February counts from 1 March."""
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not had_birthday)
