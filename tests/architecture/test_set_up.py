"""The files that install and start the application name what the application has."""

import ast
import re
import shlex
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve
from packaging.specifiers import SpecifierSet

from clinic.embedded.server import SETTINGS
from tools import check, environment, production

ROOT = Path(environment.ROOT)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
REQUIREMENTS = (environment.RUNTIME, environment.TESTS)
OURS = {name for name, service in SERVICES.items() if "build" in service}


def dockerfile():
    """The instructions, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = (line.strip() for line in text.splitlines())
    return [line.split(maxsplit=1) for line in lines if line and line[0] != "#"]


def instructions(word):
    return [rest for name, rest in dockerfile() if name == word]


def required_in_production():
    """Names that the settings require, read from the calls that do so."""
    tree = ast.parse((ROOT / "clinic" / "settings.py").read_text("utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    required = {
        call.args[0].value for call in calls if ast.unparse(call.func) == "env.required"
    }
    return required | {"DATABASE_URL"}


def words(command):
    """Every word of a command, those handed to a shell too."""
    given = shlex.split(command) if isinstance(command, str) else command
    return [word for part in given for word in shlex.split(part)]


def commands_of(text):
    given = words(text)
    return [given[place + 1] for place, word in enumerate(given) if word == "manage.py"]


@pytest.mark.parametrize("service", sorted(OURS))
def test_a_service_gets_every_name_that_production_requires(service):
    given = SERVICES[service]["environment"]

    assert given["CLINIC_ENV"] == "production"
    assert required_in_production() <= given.keys()


# Read by the application, and settled by the image or meant for one machine alone.
NOT_FOR_CONTAINERS = {
    "CLINIC_TESTING",
    "DATABASE_OWNER_URL",  # the service that migrates alone
    "DEMO",
    "LOCAL_DIR",
    "MEDIA_ROOT",
    "PORT",
    "STATIC_ROOT",
}


def read_by_the_application():
    """Names that the settings and the web server read from the environment."""
    files = ["clinic/settings.py", "gunicorn.conf.py"]
    code = "".join((ROOT / name).read_text("utf-8") for name in files)
    return set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""", code))


def test_every_setting_reaches_the_services():
    given = SERVICES["web"]["environment"].keys()

    assert {"CLAMAV", "WEB_CONCURRENCY", "SMS_URL"} <= read_by_the_application()
    assert read_by_the_application() - given <= NOT_FOR_CONTAINERS
    assert not NOT_FOR_CONTAINERS & given


def test_keys_that_a_clinic_keeps_beside_the_code_are_not_committed():
    for name in (".gitignore", ".dockerignore"):
        assert ".env" in (ROOT / name).read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "name", sorted(required_in_production() | {"POSTGRES_PASSWORD"})
)
def test_what_is_missing_is_asked_for_with_a_sentence(name):
    text = (ROOT / "docker-compose.yml").read_text("utf-8")

    asked = re.findall(rf"\$\{{({name}[^}}]*)\}}", text)

    assert all(part.startswith(f"{name}:?Set {name} to ") for part in asked)
    assert asked or name == "DATABASE_URL"


def test_no_secret_is_written_into_the_files():
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search("KEY|PASSWORD|SECRET", name):
                assert value.startswith("${")


@pytest.mark.parametrize("service", sorted(OURS))
def test_commands_of_a_service_exist(service):
    named = commands_of(SERVICES[service].get("command", []))

    assert set(named) <= get_commands().keys()


def test_web_and_worker_wait_for_a_prepared_database():
    prepared = commands_of(SERVICES["prepare"]["command"])

    assert prepared == ["migrate", "load_content"]
    assert SERVICES["prepare"]["depends_on"]["database"] == {
        "condition": "service_healthy"
    }
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["prepare"] == {
            "condition": "service_completed_successfully"
        }


@pytest.mark.parametrize("service", ["web", "worker"])
def test_health_is_asked_at_an_address_that_exists(service):
    *_, tool, url = SERVICES[service]["healthcheck"]["test"]

    assert (ROOT / f"{tool.replace('.', '/')}.py").exists()
    assert resolve(urlsplit(url).path)


def test_data_outlive_the_containers():
    kept = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
    }

    assert kept == set(COMPOSE["volumes"])
    assert "volumes" in SERVICES["database"]


def test_the_services_cannot_gain_rights():
    for name in OURS:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_both_databases_keep_statements_out_of_their_logs():
    given = " ".join(SERVICES["database"]["command"])

    for name in ("log_min_error_statement", "log_error_verbosity"):
        assert f"{name}={SETTINGS[name]}" in given


def test_the_image_runs_as_an_ordinary_user_in_production():
    environ = " ".join(instructions("ENV"))

    assert "CLINIC_ENV=production" in environ
    assert instructions("USER") == ["clinic"]
    assert dockerfile().index(["USER", "clinic"]) > max(
        place for place, line in enumerate(dockerfile()) if line[0] in ("RUN", "COPY")
    )


def test_the_image_collects_static_files_and_starts_the_web_server():
    run = " ".join(instructions("RUN"))
    start = words(ast.literal_eval(instructions("CMD")[-1]))

    assert "collectstatic" in run
    assert start[:2] == ["gunicorn", "clinic.wsgi"]
    assert (ROOT / "clinic" / "wsgi.py").exists()


def test_the_image_copies_only_files_that_exist():
    for copied in instructions("COPY"):
        for name in copied.split()[:-1]:
            assert (ROOT / name).exists(), name


def test_patients_and_secrets_of_this_machine_stay_out_of_the_image():
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert {".local", ".env", ".git", ".venv"} <= set(ignored)


def test_the_check_of_production_sets_every_name_that_production_requires():
    assert required_in_production() <= production.environment().keys()


def test_every_word_of_the_makefile_is_a_tool_and_explained():
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE).group(1).split()

    for word in phony:
        assert re.search(rf"^{word}: *## \w", text, re.MULTILINE), word
    for tool in re.findall(r"-m tools\.(\w+)", text):
        assert (ROOT / "tools" / f"{tool}.py").exists(), tool


def test_the_programs_of_the_checks_are_installed_with_the_tests():
    missing = {
        c.program for c in check.checks() if not (check.BIN / c.program).exists()
    }

    assert missing == set()


def test_every_pin_runs_on_the_python_of_debian_12():
    needs = {
        distribution.name: SpecifierSet(distribution.metadata["Requires-Python"] or "")
        for distribution in distributions()
    }

    assert [name for name, need in needs.items() if not need.contains("3.11.2")] == []


def test_every_requirement_is_pinned_and_so_is_what_it_brings():
    pins = {
        line.partition("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    }
    text = "".join((ROOT / name).read_text("utf-8") for name in REQUIREMENTS)
    named = re.findall(r"^([\w-]+)(?:\[\w+\])?==\S+$", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and line[0] not in "#-"]

    assert len(named) == len(lines)
    assert {name.lower().replace("_", "-") for name in named} <= {
        pin.replace("_", "-") for pin in pins
    }
