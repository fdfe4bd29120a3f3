"""School holidays of mainland France by zone, as the ministry publishes them years ahead."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby

from turbo_admin.core.intake.opening_hours import Zone


@dataclass(frozen=True, slots=True)
class Holidays:
    """School holidays, both days included; the first is the Saturday after the last lessons."""

    first: date
    last: date
    name: str


@cache
def holidays(zone: Zone) -> tuple[Holidays, ...]:
    """Return the holidays of a zone, earliest first, as far as they are known.

    Source: the data of the package `vacances-scolaires-france`, one line a day. Its own reader is not used: it opens the file
    in the system's encoding, which on Windows is not the file's.
    """
    return tuple(_read(zone))


def _read(zone: Zone) -> Iterator[Holidays]:
    data = files("vacances_scolaires_france") / "data" / "data.csv"
    column = f"vacances_zone_{zone.lower()}"
    with data.open(encoding="utf-8") as lines:
        days = [(row["nom_vacances"], row[column] == "True", row["date"]) for row in csv.DictReader(lines)]
    for (name, off), run in groupby(days, key=lambda day: day[:2]):
        if off:
            dates = [date.fromisoformat(day) for _, _, day in run]
            yield Holidays(dates[0], dates[-1], name.replace("'", "’"))
