"""Matches a file of requests with a file of diners, without a database."""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from turbo_admin.cli.match import REQUEST_COLUMNS, ROSTER_COLUMNS, USED_NAME
from turbo_admin.core.errors import BadData, Refused
from turbo_admin.core.matching.evidence import MatchRequest, RosterDiner
from turbo_admin.core.matching.match import Roster
from turbo_admin.outside.files.csv_reader import TextRow, read_rows

# Values of the column `left`, case aside; any other value is an error, not a guess.
_YES = frozenset(
    {"1", "1.0", "true", "vrai", "oui", "o", "yes", "y", "x", "sorti", "sortie", "parti", "partie"}
)
_NO = frozenset(
    {"", "0", "0.0", "false", "faux", "non", "n", "no", "-", "nan", "null", "none", "présent", "présente"}
)


def match(options: argparse.Namespace) -> int:
    """Write one line of JSON for each request, in the order of the file."""
    diners = [
        RosterDiner(
            id=row["id"],
            card=row["card"],
            last_name=row["last"],
            first_name=row["first"],
            class_name=row["class"],
            left=_has_left(row),
            emails=_addresses(row["emails"]),
            used_name=row.get(USED_NAME, ""),
        )
        for row in _read(options.roster, ROSTER_COLUMNS, may_lack={"card", "class", "left", "emails"})
    ]
    requests = [
        MatchRequest(row["id"], row["card"], row["last"], row["first"], row["email"])
        for row in _read(options.requests, REQUEST_COLUMNS, may_lack={"card", "email"})
    ]
    roster = Roster(diners, _site_code(options.site_code))
    # Bytes: JSON in UTF-8, whatever the console's encoding.
    out = sys.stdout.buffer
    for asked in requests:
        found = roster.match(asked)
        answer = {
            "request": asked.id,
            "degree": found.degree,
            "diner": found.diner_id,
            "candidates": [candidate.diner_id for candidate in found.candidates],
            "reasons": found.reasons,
        }
        out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()
    return 0


def _site_code(typed: str) -> str:
    code = typed.strip()
    if code and not (code.isascii() and code.isdecimal() and len(code) <= 4):
        raise Refused("site_code_shape")
    # Excel drops leading zeros: 683 is 0683.
    return code.zfill(4) if code else ""


def _has_left(row: Mapping[str, str]) -> bool:
    said = row["left"].casefold()
    if said not in _YES and said not in _NO:
        raise BadData("row_left_unreadable", where=row["where"], text=row["left"])
    return said in _YES


def _addresses(cell: str) -> tuple[str, ...]:
    """Return the addresses of a cell, however they are separated: « Ana <a@ex.fr>; b@ex.fr », mailto:a@ex.fr."""
    words = re.split(r"[\s,;|<>\"]+", re.sub(r"(?i)\bmailto:", " ", cell))
    return tuple(word for word in words if "@" in word)


def _read(path: Path, columns: tuple[str, ...], *, may_lack: set[str]) -> Iterator[Mapping[str, str]]:
    """Read a table with a row of titles. Absent optional columns are empty; `where` (file and line) is added.

    Raises:
        BadData: with file and line: a column is missing, a row is too long, an id is empty or repeated.
    """
    rows = iter(read_rows(path, named=True))
    header = [name.casefold() for name in next(rows, TextRow(1, ())).cells]
    lacking = [name for name in columns if name not in header and name not in may_lack]
    if lacking:
        raise BadData(
            "columns_missing", where=path.name, missing=", ".join(lacking), expected=", ".join(columns)
        )
    seen: set[str] = set()
    for row in rows:
        where = f"{path.name}, ligne {row.number}"
        cells = _fitted(row.cells, header)
        if cells is None:
            raise BadData("row_too_long", where=where, columns=len(header))
        values = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=False)) | {"where": where}
        if not values["id"]:
            raise BadData("row_without_id", where=where)
        if values["id"] in seen:
            raise BadData("row_id_twice", where=where, id=values["id"])
        seen.add(values["id"])
        yield values


def _fitted(cells: Iterable[str], header: list[str]) -> list[str] | None:
    """Return as many cells as columns; unquoted addresses may spill past the last one. None for a row too long."""
    cells = list(cells)
    surplus = cells[len(header) :]
    if any(surplus) and header[-1] != "emails":
        return None
    if any(surplus):
        cells[len(header) - 1 :] = [" ".join(cells[len(header) - 1 :])]
    return cells
