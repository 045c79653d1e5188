"""make check: everything about the code that can be told without running the tests.

Stops at the first failure and says what to do.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import environment
from .steps import execute, run, say, step

BIN = environment.VENV / "bin"


@dataclass(frozen=True)
class Check:
    """A command that must succeed, and what to do when it does not."""

    name: str
    program: str
    arguments: tuple[str, ...]
    advice: str
    environment: dict[str, str] = field(default_factory=dict)


def checks() -> Iterator[Check]:
    lint = "The message names the rule; 'ruff rule CODE' explains it."
    format_ = "Run: .venv/bin/ruff format ."
    yield Check("Lint", "ruff", ("check", "--quiet"), lint)
    yield Check("Format", "ruff", ("format", "--check", "--quiet"), format_)
    imports = "An import goes up or across; pyproject.toml has the order of layers."
    yield Check("Imports between packages", "lint-imports", (), imports)
    yield Check("Types", "mypy", (), "Give the value the type that it has.")
    rules = "The message names the rule; djlint.com/docs/linter explains it."
    yield Check("Templates", "djlint", ("--lint", "--quiet", "templates"), rules)
    yield from _django()
    pins = "Two pins contradict each other; mend constraints.txt."
    yield Check("Pins", "python", ("-m", "pip", "check"), pins)


def _django() -> Iterator[Check]:
    missing = ("manage.py", "makemigrations", "--check", "--dry-run")
    make = "Run: .venv/bin/python manage.py makemigrations, and commit what it makes."
    testing = {"CLINIC_TESTING": "1"}
    yield Check("Migrations", "python", missing, make, testing)
    deploy = ("-m", "tools.production", "check", "--deploy", "--fail-level", "WARNING")
    unsafe = "A setting is not safe for production; the message names it."
    yield Check("Production settings", "python", deploy, unsafe)


def main() -> None:
    environment.ensure(tests=True)
    for check in checks():
        with step(check.name):
            command = [BIN / check.program, *check.arguments]
            execute(command, check.advice, os.environ | check.environment)
    say("Every check passed.")


if __name__ == "__main__":
    run(main)
