"""Thousands of malformed requests: no error of ours, no leak, nobody else's row.

``make fuzz`` sends ten thousand; with the suite goes a handful at each kind of visitor.
``FUZZ_REQUESTS`` and ``FUZZ_SEED`` say how many and which.
"""

import os
import random
import traceback
from collections import Counter
from dataclasses import dataclass
from math import ceil

import pytest

from intake.accounts.models import User
from intake.accounts.roles import Role
from intake.patients.models import Patient
from tests.architecture.test_access import editing_addresses
from tests.factories.cases import make_response
from tests.factories.staff import make_site, make_staff
from tests.factories.world import CANARIES, World, _case_of, make_world, said
from tests.security.fuzzing.attacks import attack
from tests.security.fuzzing.inside import Answer, Inside
from tests.security.fuzzing.raw import Attempt
from tests.security.fuzzing.rows import rows_of, set_up
from tests.security.fuzzing.targets import addresses, admits, learn, values_of

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "200"))
MANY = REQUESTS > 1000
FEW_PAGES = 50  # whose forms are read when only a few requests are sent
SEED = os.environ.get("FUZZ_SEED", "quiet")
SAID = {
    200, 204, 206, 301, 302, 303, 304, 308,
    400, 403, 404, 405, 409, 410, 413, 416, 422, 429, 503,
}  # fmt: skip
INSIDERS = ("patient", "clinician", "colleague", "desk")
SHARE = 3  # requests of an insider, for one of somebody who sees nothing here
READERS = {said("remark").split()[1]}  # to the editors of the whole clinic's portal
SETTERS = (Role.ADMINISTRATOR, Role.MEDICAL_DIRECTOR, Role.CONTENT_EDITOR)
OF_CLINICIANS = {"education.Translation"}  # they translate pages, as editors do


@dataclass
class Fuzzing:
    """Who attacks, what there is to attack, and whom nothing may happen to."""

    world: World
    visitors: dict[str, User | None]
    elsewhere: list[Patient]
    targets: list[Attempt]
    others: list[bytes]

    def spared_by(self, name: str) -> list[Patient]:
        here = [self.world.case, self.world.other, self.world.draft]
        return self.elsewhere if name in INSIDERS else [one.patient for one in here]


@pytest.fixture
def fuzzing(db) -> Fuzzing:
    world = make_world()
    away = make_site("Elsewhere")
    stranger = _case_of(make_response(site=away), {})
    visitors: dict[str, User | None] = {
        "nobody": None,
        "stranger": stranger.patient.user,
        "patient": world.patient.user,
        "clinician": world.clinician,
        "colleague": world.colleague,
        "desk": make_staff(Role.FRONT_DESK, sites=(world.site,)),
    }
    for role in Role:
        visitors[f"{role} elsewhere"] = make_staff(role, sites=(away,))
    values = values_of(world)
    paths = sorted({path for _name, path in addresses(values)})
    paths += editing_addresses() if MANY else ()
    read = paths if MANY else random.Random(SEED).sample(paths, FEW_PAGES)
    shown = [
        None,
        world.patient.user,
        world.draft.patient.user,
        world.colleague,
        visitors["administrator elsewhere"],
    ]
    targets = learn(shown, read) + [Attempt(b"GET", path.encode()) for path in paths]
    others = [
        value.encode()
        for name in ("reference", "response_id")
        for value in values[name]
    ]
    return Fuzzing(world, visitors, [stranger.patient], targets, others)


def test_ten_thousand_malformed_requests_break_nothing(fuzzing, capsys):
    """By every kind of visitor, over every form and address."""
    wrong, counts = [], Counter()
    shares = {name: SHARE if name in INSIDERS else 1 for name in fuzzing.visitors}
    each = REQUESTS / sum(shares.values())

    for name, share in shares.items():
        told = Counter()
        wrong += _let_loose(fuzzing, name, ceil(each * share), told)
        counts += told
        if MANY:
            with capsys.disabled():
                _tell(f"{name}: {len(wrong)} wrong so far", told)

    forms = sum(1 for target in fuzzing.targets if target.fields)
    with capsys.disabled():
        _tell(f"{len(fuzzing.targets)} targets, {forms} forms, seed {SEED!r}", counts)
    assert wrong == [], "\n".join(wrong)


def _let_loose(fuzzing: Fuzzing, name: str, times: int, counts: Counter) -> list[str]:
    """Attacks by one visitor; what went wrong, in words."""
    rng = random.Random(f"{SEED} {name}")
    visitor = Inside(fuzzing.visitors[name])
    spared = fuzzing.spared_by(name)
    before, clinic = rows_of(spared), set_up()
    wrong = []
    for target in _in_turn(rng, fuzzing, visitor.user, times):
        attempt = attack(rng, target, fuzzing.others)
        answer = visitor.send(attempt)
        counts[answer.status] += 1
        wrong += _judged(name, attempt, answer)
    wrong += [f"{name} changed {what}" for what in _differing(before, rows_of(spared))]
    if not name.startswith((*SETTERS, "colleague")):
        changed = set(_differing(clinic, set_up()))
        if name.startswith(Role.CLINICIAN):
            changed -= OF_CLINICIANS
        wrong += [f"{name} changed the clinic's {what}" for what in changed]
    return wrong


def _in_turn(rng: random.Random, fuzzing: Fuzzing, user: User | None, times: int):
    """Mostly what this visitor may try; no target twice before every one came once."""
    theirs = [one for one in fuzzing.targets if admits(user, one.path.decode())]
    left: list[Attempt] = []
    for _time in range(times):
        if rng.random() < 0.25:
            yield rng.choice(fuzzing.targets)
            continue
        left = left or rng.sample(theirs, len(theirs))
        yield left.pop()


def _judged(name: str, attempt: Attempt, answer: Answer) -> list[str]:
    where = f"{name}: {attempt.method[:10]!r} {attempt.path[:90]!r} {attempt.notes}"
    wrong = []
    if answer.status not in SAID or (answer.error and answer.status >= 500):
        wrong.append(f"{where} {answer.status} {_told(answer.error)}")
    if name not in INSIDERS:
        theirs = READERS if attempt.path.startswith(b"/staff/feedback/") else set()
        text = (answer.headers + answer.body.decode("utf-8", "replace")).casefold()
        leaked = [word for word in CANARIES if word.casefold() in text]
        leaked = [word for word in leaked if word not in theirs]
        wrong += [f"{where} shows {word}" for word in leaked]
    return wrong


def _told(error: BaseException | None) -> str:
    if error is None:
        return ""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "/intake/" in step.filename] or steps
    step = ours[-1] if ours else None
    return f"{error!r:.200} at {step.filename[-50:]}:{step.lineno}" if step else ""


def _differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [what for what in before if before[what] != after[what]]


def _tell(what: str, counts: Counter) -> None:
    told = ", ".join(f"{status}: {times}" for status, times in sorted(counts.items()))
    print(f"\n{counts.total()} requests ({what}): {told}", flush=True)  # noqa: T201
