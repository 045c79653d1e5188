"""Writes the bill of materials; runs inside the virtual environment.

Usage: ``python tools/sbom_of.py FILE``
"""

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
UNKNOWN = "not stated"
CLASSIFIER = "License :: "


def bom() -> Bom:
    """The application, what it needs, and which needs which."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    made = Bom()
    root = Component(
        name=project["name"],
        version=project["version"],
        type=ComponentType.APPLICATION,
        bom_ref="application",
    )
    made.metadata.component = root
    found = {name: _component(found) for name, found in packages().items()}
    for component in found.values():
        made.components.add(component)
    made.register_dependency(root, [found[name] for name in wanted()])
    for name, package in packages().items():
        needed = [found[need] for need in _needs(package) if need in found]
        made.register_dependency(found[name], needed)
    return made


def wanted() -> dict[str, set[str]]:
    """The packages that requirements.txt names, each with its extras."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    named = [Requirement(line) for line in lines if line[:1].isalpha()]
    return {_folded(one.name): one.extras for one in named}


def packages() -> dict[str, Distribution]:
    """Everything that an installation runs, by folded name."""
    found: dict[str, Distribution] = {}
    waiting = list(wanted())
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # needed on other systems only
            continue
        waiting += _needs(found[name])
    return dict(sorted(found.items()))


def license_of(package: Distribution) -> str:
    """As an expression where there is one, else in the words of the package."""
    about = package.metadata
    if expression := about.get("License-Expression"):
        return expression
    classed = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier") or ()
        if line.startswith(CLASSIFIER) and line != "License :: OSI Approved"
    ]
    stated = (about.get("License") or "").strip().split("\n")[0]
    return ", ".join(classed) or stated[:80] or UNKNOWN


def _needs(package: Distribution) -> Iterator[str]:
    extras = wanted().get(_folded(package.name)) or {""}
    for need in map(Requirement, package.requires or ()):
        marker = need.marker
        if marker is None or any(marker.evaluate({"extra": one}) for one in extras):
            yield _folded(need.name)


def _component(package: Distribution) -> Component:
    name, words = _folded(package.name), license_of(package)
    factory = LicenseFactory()
    try:
        stated = factory.make_from_string(words)
    except ValueError:
        stated = License(name=words)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        licenses=[stated],
        purl=PackageURL("pypi", name=name, version=package.version),
        bom_ref=f"{name}=={package.version}",
    )


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    target = Path(sys.argv[1])
    target.write_text(JsonV1Dot6(bom()).output_as_string(indent=2), encoding="utf-8")
    licenses = Counter(license_of(package) for package in packages().values())
    for words, count in licenses.most_common():
        print(f"{count:3} {words}")  # noqa: T201
    print(f"{licenses.total()} packages are listed in {target}.")  # noqa: T201


if __name__ == "__main__":
    main()
