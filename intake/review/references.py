"""Reference numbers of cases: short, easy to read out, saying nothing."""

import re
import secrets

# No vowels, so no words; no 0 1 2 5 8 B I L O S U Z, which are misread.
LETTERS = "CDFGHJKMNPQRTVWXY34679"
SHAPE = f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}"


def new_reference() -> str:
    """Two groups of four, such as ``K7QM-XP4R``."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


def as_reference(typed: str) -> str | None:
    """What somebody typed as a reference, or None when it cannot be one.

    Small letters, spaces and a missing hyphen are forgiven.
    """
    drawn = "".join(typed.split()).replace("-", "").upper()
    reference = f"{drawn[:4]}-{drawn[4:]}"
    return reference if re.fullmatch(SHAPE, reference) else None
