"""How two evaluations differ."""

from intake.domain.eligibility.difference import difference


def finding(name, iv_im="CI", **facts):
    return {"id": name, "severity": {"iv_im": iv_im, "in": None}, "facts": facts}


def report(*findings, tier="needs_clearance", safety="none", iv_im="CLR"):
    return {
        "tier": tier,
        "safety": safety,
        "routes": {"iv_im": iv_im, "in": "ok"},
        "findings": list(findings),
    }


def ids(findings):
    return [one["id"] for one in findings]


def test_two_runs_that_say_the_same_do_not_differ():
    assert not difference(report(finding("A", x=1)), report(finding("A", x=1)))


def test_findings_that_came_and_went_are_told_apart():
    found = difference(report(finding("A")), report(finding("B")))

    assert (ids(found.added), ids(found.gone)) == (["B"], ["A"])


def test_a_finding_with_another_severity_has_changed():
    found = difference(report(finding("A", "CLR")), report(finding("A", "CI")))

    ((before, after),) = found.changed
    assert (before["severity"]["iv_im"], after["severity"]["iv_im"]) == ("CLR", "CI")
    assert not found.added
    assert not found.gone


def test_a_finding_that_rests_on_another_value_has_changed():
    found = difference(report(finding("A", sys=150)), report(finding("A", sys=170)))

    assert len(found.changed) == 1


def test_tier_safety_and_routes_are_pairs_where_they_differ():
    found = difference(
        report(), report(tier="contraindication_found", safety="low", iv_im="CI")
    )

    assert found.tier == ("needs_clearance", "contraindication_found")
    assert found.safety == ("none", "low")
    assert found.routes == {"iv_im": ("CLR", "CI")}


def test_the_order_of_findings_makes_no_difference():
    a, b = finding("A"), finding("B")

    assert not difference(report(a, b), report(b, a))
