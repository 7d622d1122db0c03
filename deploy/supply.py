"""What the portal is made of: locked packages, their licences, floors of safe versions; an SBOM.

`python deploy/supply.py` names what is amiss, exit code 1; `python deploy/supply.py sbom` writes
the list of parts as CycloneDX 1.6 on standard output. Neither asks a network.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.version import Version

FOLDER = Path(__file__).resolve().parents[1] / "requirements"
# Licences under which a part may be in the portal, by their SPDX names.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MIT-CMU"),
    *("LGPL-3.0-only", "MPL-1.1", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unlicense"),
}


class Locked(NamedTuple):
    """One package of a lock: its name, version and SHA-256 sums; `marker` where it is needed."""

    name: str
    version: str
    sums: list[str]
    marker: str

    @property
    def applies(self) -> bool:
        """Whether this machine needs it."""
        marker = Requirement(f"{self.name} ; {self.marker}").marker if self.marker else None
        return marker is None or marker.evaluate()


class Floor(NamedTuple):
    package: str
    least: str
    reason: str


class Licence(NamedTuple):
    """As we name it (SPDX), and as the package itself does, so that a change is seen."""

    package: str
    name: str
    told: str


def locked(text: str) -> list[Locked]:
    """The packages of a lock, which is what `./run lock` writes."""
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    return [_locked(entry) for entry in entries if entry and not entry.startswith("#")]


def _locked(entry: str) -> Locked:
    needed, *sums = entry.split("--hash=sha256:")
    pinned, _separator, marker = needed.partition(";")
    name, version = pinned.strip().split("==")
    return Locked(name, version, [one.strip() for one in sums], marker.strip())


def rows(name: str) -> list[list[str]]:
    """The lines of a table in `requirements/`, its head left out."""
    lines = (FOLDER / name).read_text().splitlines()[1:]
    return [line.split("\t") for line in lines]


def too_old(packages: list[Locked], floors: list[Floor]) -> Iterator[str]:
    """What is below its floor, and floors of what is not locked."""
    versions = {package.name: package.version for package in packages}
    for floor in floors:
        if floor.package not in versions:
            yield f"{floor.package} has a floor and is not locked"
        elif Version(versions[floor.package]) < Version(floor.least):
            yield (
                f"{floor.package} {versions[floor.package]} is older than {floor.least}: "
                f"{floor.reason}"
            )


def unlicensed(packages: list[Locked], licences: list[Licence]) -> Iterator[str]:
    """What has no licence in the list, one that is not allowed, or now tells another."""
    listed = {licence.package: licence for licence in licences}
    for package in packages:
        licence = listed.pop(package.name, None)
        if licence is None:
            yield f"{package.name} has no licence in licences.tsv"
        elif licence.name not in ALLOWED:
            yield f"{package.name} is under {licence.name}, which is not allowed"
        elif package.applies and told(package.name) != licence.told:
            yield f"{package.name} tells another licence: {told(package.name)!r}"
    yield from (f"{name} has a licence in the list and is not locked" for name in listed)


def told(package: str) -> str:
    """What the installed package says of its licence, in one line."""
    facts = metadata.metadata(package)
    of_classes = [
        value.rpartition(" :: ")[2]
        for value in facts.get_all("Classifier") or []
        if value.startswith("License ::")
    ]
    said = facts.get("License-Expression") or ", ".join(of_classes) or facts.get("License") or ""
    return " ".join(said.split())[:80]


def sbom(packages: list[Locked], licences: list[Licence]) -> dict[str, object]:
    """A bill of materials as CycloneDX 1.6 has it."""
    names = {licence.package: licence.name for licence in licences}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "brnoplan"}},
        "components": [
            {
                "type": "library",
                "name": package.name,
                "version": package.version,
                "purl": f"pkg:pypi/{package.name}@{package.version}",
                "licenses": [{"license": {"id": names[package.name]}}],
                "hashes": [{"alg": "SHA-256", "content": one} for one in package.sums],
            }
            for package in packages
        ],
    }


def main() -> int:
    packages = locked((FOLDER / "base.txt").read_text())
    floors = [Floor(*row) for row in rows("floors.tsv")]
    licences = [Licence(*row) for row in rows("licences.tsv")]
    if sys.argv[1:] == ["sbom"]:
        sys.stdout.write(json.dumps(sbom(packages, licences), indent=1) + "\n")
        return 0
    amiss = [*too_old(packages, floors), *unlicensed(packages, licences)]
    counted = f"{len(packages)} packages, {len(floors)} floors, {len(amiss)} amiss"
    sys.stdout.writelines(f"{line}\n" for line in (*amiss, counted))
    return bool(amiss)


if __name__ == "__main__":
    sys.exit(main())
