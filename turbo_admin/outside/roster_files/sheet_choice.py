"""Chooses which sheets of a workbook are read, with remarks on the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from turbo_admin.core.french import NBSP
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.diner_cells import class_of_sheet
from turbo_admin.outside.roster_files.diner_columns import DinerColumns, chosen_columns, column_letter
from turbo_admin.outside.roster_files.diner_kinds import kind_of
from turbo_admin.outside.roster_files.diner_rows import STAFF, RowProblem
from turbo_admin.outside.roster_files.table_heads import Part, Tables
from turbo_admin.outside.roster_files.table_preview import Table

_NO_TITLES = (
    f"aucune ligne de titres n’y est reconnue (il faut au moins «{NBSP}Nom{NBSP}» et «{NBSP}Prénom{NBSP}»)"
)
_GONE = "son nom est celui d’une liste de départs. Qui y figure n’est pas repris comme présent"
_GUARDIANS = "son nom est celui d’une liste de responsables, qui ne sont pas des hôtes"
_HIDDEN = "elle est masquée dans le classeur. Affichez-la si elle compte"


@dataclass(frozen=True, slots=True)
class ChosenSheets:
    """The sheets to read.

    Attributes:
        alike: sheets with the columns of the main one, itself included, in the order of the tabs.
        others: sheets that list diners with other columns.
        remarks: remarks on the rest.
        unread: names of the rest that may list diners.
    """

    alike: tuple[tuple[Part, DinerColumns], ...]
    others: tuple[tuple[Part, DinerColumns], ...]
    remarks: list[RowProblem]
    unread: tuple[str, ...]


def choose(
    name: str, tables: Tables, columns: DinerColumns, fields: Sequence[DinerField | None] | None
) -> ChosenSheets:
    """Choose the sheets to read.

    Args:
        name: of the file.
        columns: of the main table.
        fields: the clerk's choice for them; None without one.
    """
    main = tables.main.table
    alike: list[tuple[Part, DinerColumns]] = []
    others: list[tuple[Part, DinerColumns]] = []
    remarks: list[RowProblem] = []
    unread_sheets: list[str] = []
    for part in tables.parts:
        table = part.table
        own = columns if part is tables.main else _columns_like(main, table, fields)
        if part is tables.main:
            alike.append((part, own))
            remarks += _read_though_named(name, table)
        elif table.is_of_the_gone or table.is_of_guardians:
            remarks.append(unread(name, table.sheet, _GONE if table.is_of_the_gone else _GUARDIANS))
        elif own.at.keys() == columns.at.keys():
            alike.append((part, own))
        elif own.has_names:
            others.append((part, own))
        else:
            unread_sheets.append(table.sheet)
            remarks.append(unread(name, table.sheet, _NO_TITLES))
    for table in tables.hidden:
        remarks.append(unread(name, table.sheet, _HIDDEN))
        unread_sheets += [] if table.is_of_the_gone or table.is_of_guardians else [table.sheet]
    for sheet in tables.skipped:
        unread_sheets.append(sheet)
        remarks.append(unread(name, sheet, f"seule la {_named(main.sheet)} a été choisie"))
    for sheet in tables.bare:
        unread_sheets.append(sheet)
        remarks.append(unread(name, sheet, _NO_TITLES))
    return ChosenSheets(tuple(alike), tuple(others), remarks, tuple(unread_sheets))


def classes_of(sheets: Sequence[str], columns: DinerColumns) -> dict[str, str]:
    """Return the class of each sheet, when all are named after classes and there is no column for it; else empty."""
    named = {} if DinerField.CLASS in columns.at else {sheet: class_of_sheet(sheet) for sheet in sheets}
    return named if all(named.values()) else {}


def is_of_staff(sheet: str) -> bool:
    """Whether a sheet's name says that it lists the staff."""
    return any(
        kind_of(word) == STAFF for name in fold(sheet).split() for word in (name, name.removesuffix("s"))
    )


def told_by_sheets(file: str, sheets: Sequence[str]) -> RowProblem:
    """Return the remark that sheet names are taken as classes."""
    text = (
        f"Aucune colonne ne donne la classe{NBSP}: c’est le nom de la feuille qui a été repris "
        f"(«{NBSP}{sheets[0]}{NBSP}», «{NBSP}{sheets[1]}{NBSP}»…)."
    )
    return RowProblem(0, "", text, file)


def told_of_others(file: str, sheet: str, columns: DinerColumns) -> list[RowProblem]:
    """Return remarks that columns with further diners were not read."""
    if not columns.other_names:
        return []
    letters = [column_letter(position) for position in columns.other_names]
    is_one = len(letters) == 1
    listed = " et ".join(filter(None, (", ".join(letters[:-1]), letters[-1])))
    text = (
        f"{'La colonne' if is_one else 'Les colonnes'} {listed} {'semble' if is_one else 'semblent'} nommer d’autres "
        f"hôtes{NBSP}: {'elle n’a' if is_one else 'elles n’ont'} pas été {'lue' if is_one else 'lues'}. Mettez un seul "
        f"hôte par ligne, les uns sous les autres, puis relisez le fichier."
    )
    return [RowProblem(0, "", text, file, sheet)]


def unread(file: str, sheet: str, why: str) -> RowProblem:
    """Return the remark that a sheet was not read, with the reason."""
    text = f"La {_named(sheet)} n’a pas été lue{NBSP}: {why}."
    return RowProblem(0, "", text, file)


def _columns_like(main: Table, table: Table, fields: Sequence[DinerField | None] | None) -> DinerColumns:
    """Return the columns of another sheet: the clerk's choice under the same titles, else guessed."""
    if fields is None:
        return table.guess
    if table.key == main.key:
        return chosen_columns(table.titles, fields)
    chosen = {fold(title): field for title, field in zip(main.titles, fields, strict=False) if title}
    own = chosen_columns(table.titles, [chosen.get(fold(title)) for title in table.titles])
    return own if own.has_names else table.guess


def _read_though_named(file: str, table: Table) -> list[RowProblem]:
    if not (table.is_of_the_gone or table.is_of_guardians):
        return []
    of, rest = (
        ("d’une liste de départs", f", sauf si une colonne «{NBSP}Sorti{NBSP}» dit le contraire")
        if table.is_of_the_gone
        else ("d’une liste de responsables", "")
    )
    text = (
        f"La {_named(table.sheet)} porte le nom {of}, et il n’y en a pas d’autre{NBSP}: "
        f"ses lignes sont lues comme celles de présents{rest}."
    )
    return [RowProblem(0, "", text, file)]


def _named(sheet: str) -> str:
    return f"feuille «{NBSP}{sheet}{NBSP}»"
