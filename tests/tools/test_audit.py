"""What the advisories say of packages, and what they do not say."""

from tools import audit
from tools.steps import ROOT

GOOD = {"name": "calm", "version": "1", "vulns": []}
BAD = {
    "name": "loud",
    "version": "2",
    "vulns": [
        {"id": "PYSEC-1", "fix_versions": ["3"]},
        {"id": "X", "fix_versions": []},
    ],
}
UNKNOWN = {"name": "far", "skip_reason": "could not be asked: far (1)"}


def judge(monkeypatch, *packages, pins=None, trouble=""):
    report = {"dependencies": list(packages)}
    monkeypatch.setattr(audit.environment, "ensure", lambda **_how: None)
    monkeypatch.setattr(audit, "asked", lambda: (report, trouble))
    monkeypatch.setattr(audit, "pins", lambda: ["a==1"] * (pins or len(packages)))
    return audit.main()


def test_all_is_well_only_when_every_package_was_looked_up(monkeypatch, capsys):
    assert judge(monkeypatch, GOOD, GOOD) == 0
    assert "any of 2 packages" in capsys.readouterr().out


def test_what_is_known_is_named_with_what_mends_it(monkeypatch, capsys):
    assert judge(monkeypatch, GOOD, BAD) == 1
    told = capsys.readouterr().out
    assert "loud 2: PYSEC-1, mended in 3" in told
    assert "loud 2: X, mended in no version yet" in told


def test_a_package_that_was_not_looked_up_is_not_called_clean(monkeypatch, capsys):
    assert judge(monkeypatch, GOOD, UNKNOWN) == 3
    told = capsys.readouterr().out
    assert "about 1 of 2 packages" in told
    assert "Nothing is known against" not in told


def test_without_a_way_to_the_advisories_that_is_what_is_said(monkeypatch, capsys):
    assert judge(monkeypatch, pins=7, trouble="ConnectionError\nno way out") == 3
    told = capsys.readouterr().out
    assert "about 7 of 7 packages" in told
    assert "no way out" in told


def test_every_pin_is_counted():
    assert len(audit.pins()) > 90
    assert (ROOT / audit.PINS).exists()
