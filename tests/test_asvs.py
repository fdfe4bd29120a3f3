"""docs/security.md says of every id of OWASP ASVS that applies where it holds and what shows it, or why it does not."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from tests.all_cases import all_cases
from tests.portal.conftest import Portal, portal, portal_template
from tests.portal.site import Site

__all__ = ["portal", "portal_template"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STATES = {"met", "host", "departs", "open"}
_ROW = re.compile(r"\| (V[\d.]+) \| (\d) \| (\w+) \| (.*?) \| (.*) \|")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_FILE = re.compile(r"(?:^|[ ,;(`])((?:[\w]+/)*[\w]+\.(?:py|html|md|lock))")


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of an id."""

    level: str
    state: str
    where: str
    shown: str


def table() -> dict[str, Row]:
    """The rows, by id; an id twice is an error."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    found = [_ROW.fullmatch(line) for line in text.splitlines() if line.startswith("| V")]
    rows = [(one[1], Row(*one.groups()[1:])) for one in found if one]
    assert len(rows) == len(found) == len(dict(rows))
    return dict(rows)


def applicable() -> dict[str, str]:
    """The ids that apply, with their level."""
    with (HERE / "golden" / "asvs5.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row["level"] for row in csv.DictReader(stream)}


def test_every_id_that_applies_is_answered() -> None:
    assert {one: row.level for one, row in table().items()} == applicable()
    assert {row.state for row in table().values()} <= STATES


@all_cases("one", sorted(applicable()))
def test_an_id_has_a_place_and_a_test_or_a_reason(one: str) -> None:
    row = table()[one]
    if row.state != "met":
        assert len(row.shown) > 10
        return
    assert row.where
    (path, name) = _TEST.fullmatch(row.shown).groups()  # type: ignore[union-attr]
    source = (ROOT / path).read_text(encoding="utf-8")
    assert name is None or f"def {name}(" in source
    for file in _FILE.findall(row.where):
        places = (ROOT, ROOT / "turbo_admin", ROOT / "turbo_admin" / "portal")
        assert any((place / file).exists() for place in places), file


def test_what_is_said_of_the_numbers_is_so() -> None:
    text = " ".join((ROOT / "docs" / "security.md").read_text(encoding="utf-8").split())
    for level in ("1", "2"):
        states = [row.state for row in table().values() if row.level == level]
        met, host, departs, left = (states.count(one) for one in ("met", "host", "departs", "open"))
        said = f"{met} of {len(states)} met, {host} the host's, {departs} departure{'s' * (departs != 1)}, {left} open"
        assert f"evel {level}: {said}" in text


def test_trace_is_not_spoken(portal: Portal) -> None:
    with Site(portal) as site, site.visitor() as visitor:
        assert visitor.request("TRACE", "connexion").status_code in {405, 501}
