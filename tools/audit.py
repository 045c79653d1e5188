"""make audit: asks the advisories of PyPI about every pinned package.

Ends with 0 when every package was looked up and nothing is known against any; with 1
when something is; with 3 when some could not be looked up, which says nothing of them.
"""

import json
import subprocess

from . import environment
from .steps import ROOT, run, say

PINS = "constraints.txt"
KNOWN, NOT_ASKED = 1, 3
ADVICE = """The advisories could not be asked about {count} of {all} packages, so
nothing is known about those. Run this again where https://pypi.org can be reached.
What was said: {why}"""


def judged(report: dict) -> tuple[list[str], list[str]]:
    """What is known against packages, and which of them were not looked up.

    Args:
        report: pip-audit's own, as JSON.
    """
    known, left_out = [], []
    for package in report["dependencies"]:
        name = f"{package['name']} {package.get('version', '')}".strip()
        if "skip_reason" in package:
            left_out.append(package["skip_reason"])
        for found in package.get("vulns", ()):
            mended = ", ".join(found["fix_versions"]) or "no version yet"
            known.append(f"{name}: {found['id']}, mended in {mended}")
    return known, left_out


def asked() -> tuple[dict, str]:
    """pip-audit's report and what it said beside it."""
    command = [
        environment.VENV / "bin" / "pip-audit",
        *("--requirement", PINS, "--no-deps", "--disable-pip"),
        *("--format", "json", "--progress-spinner", "off", "--timeout", "20"),
    ]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        return json.loads(done.stdout), ""
    except ValueError:
        return {"dependencies": []}, done.stderr.strip()


def pins() -> list[str]:
    lines = (ROOT / PINS).read_text("utf-8").splitlines()
    return [line for line in lines if "==" in line]


def main() -> int:
    environment.ensure(tests=True)
    report, trouble = asked()
    known, left_out = judged(report)
    missing = len(pins()) - len(report["dependencies"]) + len(left_out)
    for line in known:
        say(line)
    if missing:
        why = (left_out or trouble.splitlines() or ["nothing"])[-1]
        say(ADVICE.format(count=missing, all=len(pins()), why=why))
    elif not known:
        say(f"Nothing is known against any of {len(pins())} packages.")
    return KNOWN if known else NOT_ASKED if missing else 0


if __name__ == "__main__":
    run(main)
