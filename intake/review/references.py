"""Reference numbers of cases: short, easy to read out, saying nothing."""

import secrets

# No vowels, so no words; no 0 1 2 5 8 B I L O S U Z, which are misread.
LETTERS = "CDFGHJKMNPQRTVWXY34679"


def new_reference() -> str:
    """Two groups of four, such as ``K7QM-XP4R``."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
