"""What the portal is made of is locked, young enough and under licences that a city may use."""

import pytest

from deploy import supply
from deploy.supply import Floor, Licence, Locked

OLD = """django==5.2.19 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
gunicorn==20.0.4 ; sys_platform != 'win32' \\
    --hash=sha256:cc
"""
FLOORS = [Floor("django", "5.2.8", "names of filters"), Floor("gunicorn", "23.0.0", "smuggling")]


def test_a_lock_is_read_with_its_sums_and_markers() -> None:
    assert supply.locked(OLD) == [
        Locked("django", "5.2.19", ["aa", "bb"], ""),
        Locked("gunicorn", "20.0.4", ["cc"], "sys_platform != 'win32'"),
    ]


def test_what_is_older_than_its_floor_is_named_with_the_reason() -> None:
    found = list(supply.too_old(supply.locked(OLD), FLOORS))
    assert found == ["gunicorn 20.0.4 is older than 23.0.0: smuggling"]


def test_a_floor_of_what_is_not_there_is_named() -> None:
    found = list(supply.too_old([], FLOORS[:1]))
    assert found == ["django has a floor and is not locked"]


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ([Licence("django", "BSD-3-Clause", "BSD-3-Clause")], []),
        ([], ["django has no licence in licences.tsv"]),
        (
            [Licence("django", "AGPL-3.0-only", "")],
            ["django is under AGPL-3.0-only, which is not allowed"],
        ),
        ([Licence("django", "MIT", "MIT")], ["django tells another licence: 'BSD-3-Clause'"]),
        (
            [Licence("django", "BSD-3-Clause", "BSD-3-Clause"), Licence("flask", "MIT", "MIT")],
            ["flask has a licence in the list and is not locked"],
        ),
    ],
)
def test_every_package_has_a_licence_that_was_read_and_is_allowed(
    listed: list[Licence], said: list[str]
) -> None:
    assert list(supply.unlicensed(supply.locked(OLD)[:1], listed)) == said


def test_what_is_locked_now_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    status = supply.main()
    assert (status, capsys.readouterr().out.split(", ")[-1]) == (0, "0 amiss\n")


def test_the_list_of_parts_holds_each_with_its_sums_and_licence() -> None:
    parts = supply.sbom(supply.locked(OLD)[:1], [Licence("django", "BSD-3-Clause", "")])
    assert (parts["bomFormat"], parts["specVersion"]) == ("CycloneDX", "1.6")
    assert parts["components"] == [
        {
            "type": "library",
            "name": "django",
            "version": "5.2.19",
            "purl": "pkg:pypi/django@5.2.19",
            "licenses": [{"license": {"id": "BSD-3-Clause"}}],
            "hashes": [{"alg": "SHA-256", "content": one} for one in ("aa", "bb")],
        }
    ]
