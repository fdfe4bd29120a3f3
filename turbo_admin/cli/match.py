"""`turbo-admin match`: concordance of a file of requests with a file of diners. No database, no screen."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_ROSTER_COLUMNS = ("id", "card", "last", "first", "class", "left", "emails")
_REQUEST_COLUMNS = ("id", "card", "last", "first", "email")
_YES = frozenset({"1", "true", "vrai", "oui", "o", "yes", "y", "x"})
_HELP = """Compare des demandes à un fichier d’hôtes, sans base de données.
Écrit une ligne JSON par demande, dans l’ordre du fichier :
{"request": …, "degree": "certaine|probable|ambiguë|aucune", "diner": … ou null, "candidates": […], "reasons": […]}"""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `match`."""
    parser = commands.add_parser(
        "match", help="compare un fichier de demandes à un fichier d’hôtes", description=_HELP
    )
    parser.add_argument(
        "--roster",
        required=True,
        type=Path,
        metavar="R.csv",
        help="hôtes : colonnes " + ",".join(_ROSTER_COLUMNS),
    )
    parser.add_argument(
        "--requests",
        required=True,
        type=Path,
        metavar="Q.csv",
        help="demandes : colonnes " + ",".join(_REQUEST_COLUMNS),
    )
    parser.add_argument(
        "--site-code",
        default="",
        metavar="0683",
        help="les 4 premiers chiffres des cartes de l’établissement (par défaut : ceux du fichier des hôtes)",
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    import msgspec

    from turbo_admin.core.matching import Asked, Roster, RosterDiner

    diners = [
        RosterDiner(
            id=row["id"],
            card=row["card"],
            last_name=row["last"],
            first_name=row["first"],
            class_name=row["class"],
            left=row["left"].casefold() in _YES,
            emails=_addresses(row["emails"]),
        )
        for row in _read(options.roster, _ROSTER_COLUMNS, may_lack={"card", "class", "left", "emails"})
    ]
    requests = [
        Asked(row["id"], row["card"], row["last"], row["first"], row["email"])
        for row in _read(options.requests, _REQUEST_COLUMNS, may_lack={"card", "email"})
    ]
    roster = Roster(diners, _site_code(options.site_code))
    # French letters whatever the console's own encoding.
    out = sys.stdout.buffer
    for asked in requests:
        match = roster.match(asked)
        answer = {
            "request": asked.id,
            "degree": match.degree,
            "diner": match.diner_id,
            "candidates": [candidate.diner_id for candidate in match.candidates],
            "reasons": match.reasons,
        }
        out.write(msgspec.json.encode(answer) + b"\n")
    out.flush()
    return 0


def _site_code(typed: str) -> str:
    from turbo_admin.core.errors import Refused

    code = typed.strip()
    if code and not (code.isascii() and code.isdecimal() and len(code) <= 4):
        raise Refused("site_code_shape")
    return code.zfill(4) if code else ""


def _addresses(cell: str) -> tuple[str, ...]:
    return tuple(cell.replace(",", " ").replace(";", " ").split())


def _read(path: Path, columns: tuple[str, ...], *, may_lack: set[str]) -> Iterator[Mapping[str, str]]:
    """Read a table whose first row names its columns; what may lack is empty then.

    Raises:
        BadData: with file and line: a column lacks, a row is too long, an id is empty or there twice.
    """
    from turbo_admin.core.errors import BadData
    from turbo_admin.outside.textfiles import read_rows

    rows = iter(read_rows(path))
    header = [name.casefold() for name in next(rows).cells]
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
        values = dict.fromkeys(columns, "") | dict(zip(header, cells, strict=False))
        if not values["id"]:
            raise BadData("row_without_id", where=where)
        if values["id"] in seen:
            raise BadData("row_id_twice", where=where, id=values["id"])
        seen.add(values["id"])
        yield values


def _fitted(cells: Iterable[str], header: list[str]) -> list[str] | None:
    """Return as many cells as there are columns; addresses written without quotes spill past the last one."""
    cells = list(cells)
    surplus = cells[len(header) :]
    if any(surplus) and header[-1] != "emails":
        return None
    if any(surplus):
        cells[len(header) - 1 :] = [" ".join(cells[len(header) - 1 :])]
    return cells
