"""Facts and sources as they ship, and changes of them."""

import pytest

from intake.education.claims.models import Claim


@pytest.fixture
def claim(db):
    """Call it with a code: the fact."""
    return lambda code="RISK-02": Claim.objects.get(code=code)


@pytest.fixture
def filled(claim):
    """Call it with changes: what the editor's form of a fact sends."""

    def form(code="RISK-02", **changes):
        fact = claim(code)
        names = ("subject", "plain", "heard", "verdict", "evidence", "sources")
        given = {name: getattr(fact, name) for name in (*names, "retired")}
        return {**given, "change_note": fact.change_note, **changes}

    return form
