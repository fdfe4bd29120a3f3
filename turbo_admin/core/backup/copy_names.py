"""Names of automatic copies, and which of them are kept.

    bureau-3fa9c1-000012-2026-11-30-jour.db

A number orders the copies, not a clock: a PC whose date was wrong for a day must not make its copies the newest for ever.
The mark is the beginning of the database's epoch, so that two offices may share a folder.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

KEPT = 14
_MARK_LENGTH = 6
_SHAPE = re.compile(
    r"(?P<stem>.+)-(?P<mark>[0-9a-z]+)-(?P<number>\d{6,})-(?P<day>\d{4}-\d\d-\d\d)-(?P<reason>[a-z-]+)\.(?P<suffix>\w+)"
)


class CopyReason(StrEnum):
    """Why a copy was made; each reason has its own series of copies that are kept."""

    DAILY = "jour"
    MIGRATION = "avant-mise-a-jour"
    RESTORE = "avant-restauration"


@dataclass(frozen=True, slots=True)
class CopySeries:
    """What the copies of one database have in common.

    Attributes:
        stem: of the database's own file name, or the database's name on a server.
        mark: the beginning of its epoch.
        suffix: of the files, without a dot.
    """

    stem: str
    mark: str
    suffix: str

    @classmethod
    def of(cls, stem: str, epoch: str, suffix: str) -> Self:
        """Return the series of a database."""
        return cls(stem, epoch[:_MARK_LENGTH].lower(), suffix)


@dataclass(frozen=True, slots=True)
class CopyName:
    """The name of an automatic copy, taken apart."""

    series: CopySeries
    number: int
    day: date
    reason: CopyReason

    def __str__(self) -> str:
        one = self.series
        return f"{one.stem}-{one.mark}-{self.number:06d}-{self.day.isoformat()}-{self.reason}.{one.suffix}"


def parse_copy_name(name: str) -> CopyName | None:
    """Return the parts of a file name; None for a file that is not an automatic copy."""
    found = _SHAPE.fullmatch(name)
    if found is None:
        return None
    series = CopySeries(found["stem"], found["mark"], found["suffix"])
    try:
        return CopyName(
            series, int(found["number"]), date.fromisoformat(found["day"]), CopyReason(found["reason"])
        )
    except ValueError:
        return None


def copies_in(names: Iterable[str], series: CopySeries) -> list[CopyName]:
    """Return the copies of one database among file names, newest first."""
    parsed = (parse_copy_name(name) for name in names)
    ours = [one for one in parsed if one is not None and one.series == series]
    return sorted(ours, key=lambda one: one.number, reverse=True)


def next_copy(known: Iterable[CopyName], series: CopySeries, day: date, reason: CopyReason) -> CopyName:
    """Return the name of the next copy; its number is greater than all before."""
    return CopyName(series, 1 + max((one.number for one in known), default=0), day, reason)


def is_daily_due(known: Iterable[CopyName], today: date) -> bool:
    """Whether the day's copy is still to be made; a copy dated in the future does not stand for it."""
    newest = next((one for one in known if one.reason is CopyReason.DAILY), None)
    return newest is None or newest.day != today


def surplus(known: Iterable[CopyName]) -> list[CopyName]:
    """Return the copies that go: of each reason, all but those with the greatest numbers.

    Args:
        known: newest first.
    """
    seen: dict[CopyReason, int] = {}
    gone = []
    for one in known:
        seen[one.reason] = seen.get(one.reason, 0) + 1
        if seen[one.reason] > KEPT:
            gone.append(one)
    return gone
