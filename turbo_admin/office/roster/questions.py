"""Questions before an import: the school, the year, identities, absent diners."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from turbo_admin.core.french import NBSP, count, in_words, of
from turbo_admin.core.roster.id_columns import Flaw
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.office.roster.plan import IdentityQuestion, PlanRow, Sameness
from turbo_admin.office.roster.words import name_of, with_marks
from turbo_admin.outside.roster_files.diner_files import FilesRead
from turbo_admin.outside.roster_files.diner_rows import RowProblem
from turbo_admin.store.engine.diner_records import DinerRecord

# Diners named in a question.
_NAMED = 4
_YEAR_BEGINS, _NEXT_YEAR_PREPARED = 8, 6
# Only the answer about a column of numbers is remembered; the others are about single children.
REMEMBERED = frozenset({Doubt.EXTERNAL})
_PREFIXED = {Doubt.INE: "l’INE", Doubt.ELENOET: "le n° élève", Doubt.CARD: "la carte"}
_CONTRADICTED = {
    Doubt.BIRTH: "une autre date de naissance",
    Doubt.OTHER_INE: "un autre INE",
    Doubt.CLASS: "une classe d’un niveau inférieur",
}
# One row in doubt: (place in the plan, the row, the known diner).
AskedRow = tuple[int, PlanRow, DinerRecord]


def doubts_of_files(read: FilesRead, uai: str, name: str, today: date) -> tuple[str, ...]:
    """Ask about files of another school or year, and about official files that name neither."""
    doubts = []
    school = name if name == uai else f"{name} ({uai})"
    if read.uai and read.uai != uai:
        doubts.append(f"Ces fichiers sont ceux de l’établissement {read.uai}, et non de {school}.")
    elif read.uai_missing:
        doubts.append(
            f"Ces fichiers ne disent pas de quel établissement ils sont{NBSP}: vérifiez que c’est bien {school}."
        )
    year = today.year if today.month >= _YEAR_BEGINS else today.year - 1
    # In June and July the next year's file may be there already.
    awaited = {year, year + 1} if _NEXT_YEAR_PREPARED <= today.month < _YEAR_BEGINS else {year}
    if read.year and read.year not in awaited:
        doubts.append(
            f"Ces fichiers sont de l’année scolaire {read.year}-{read.year + 1}, et non {year}-{year + 1}."
        )
    elif read.year_missing:
        doubts.append(
            f"Ces fichiers ne disent pas de quelle année scolaire ils sont{NBSP}: vérifiez que c’est {year}-{year + 1}."
        )
    return tuple(doubts)


def doubts_of_absence(read: FilesRead) -> tuple[str, ...]:
    """Ask before marking diners as left who may be listed in an unread sheet."""
    if not read.unread:
        return ()
    sheets = ", ".join(f"«{NBSP}{sheet}{NBSP}»" for sheet in read.unread)
    which = "La feuille" if len(read.unread) == 1 else "Les feuilles"
    was = "n’a pas été lue" if len(read.unread) == 1 else "n’ont pas été lues"
    return (f"{which} {sheets} {was}{NBSP}: les élèves qui ne figurent que là seraient marqués sortis.",)


def questions_of_identity(
    asked: Mapping[Doubt, Sequence[AskedRow]],
    answers: Mapping[Doubt, Sameness],
    remembered: Collection[Doubt],
    titles: Mapping[IdKind, str],
) -> tuple[IdentityQuestion, ...]:
    """Return one question for each kind of doubt.

    Args:
        asked: the rows in doubt, in their order.
        answers: the clerk's answers.
        remembered: doubts answered by an earlier file.
        titles: of the columns, where the file has its own.
    """
    return tuple(
        IdentityQuestion(
            doubt,
            _text(doubt, rows, titles),
            tuple(position for position, _, _ in rows),
            answers.get(doubt),
            doubt in remembered,
        )
        for doubt, rows in asked.items()
    )


def _text(doubt: Doubt, rows: Sequence[AskedRow], titles: Mapping[IdKind, str]) -> str:
    if doubt is Doubt.NAME:
        return _of_names(rows)
    if doubt in _CONTRADICTED:
        return _of_contradicted(rows, _CONTRADICTED[doubt])
    column = named(IdKind(doubt.value), titles)
    if len(rows) == 1:
        [(_, row, diner)] = rows
        if row.name == name_of(diner):
            return f"{row.name} a {column} {of(with_marks(diner))}, mais le reste ne s’accorde pas{NBSP}: est-ce la même personne{NBSP}?"
        return (
            f"Ce fichier donnerait à {with_marks(diner)} le nom {of(row.name)}, qui a {column} de cet hôte. "
            f"Est-ce la même personne{NBSP}?"
        )
    head = f"Ce fichier donnerait à {count(len(rows), 'hôte')} le nom d’un autre"
    names = _names(rows)
    if doubt is Doubt.EXTERNAL:
        title = titles.get(IdKind.EXTERNAL, "identifiant")
        return f"{head}{NBSP}: sa colonne «{NBSP}{title}{NBSP}» ne désigne sans doute pas les personnes ({names})."
    return f"{head}, d’après {column} ({names}). Sont-ce les mêmes personnes{NBSP}?"


def _names(rows: Sequence[AskedRow]) -> str:
    return in_words([f"{name_of(diner)} → {row.name}" for _, row, diner in rows], _NAMED)


def _of_names(rows: Sequence[AskedRow]) -> str:
    if len(rows) == 1:
        [(_, row, diner)] = rows
        return f"{row.name} ressemble à {with_marks(diner)}, que le fichier ne nomme pas. Est-ce la même personne{NBSP}?"
    number = count(len(rows), "ligne")
    return f"{number} du fichier ressemblent à des hôtes connus, que le fichier ne nomme pas ({_names(rows)}). Sont-ce les mêmes personnes{NBSP}?"


def _of_contradicted(rows: Sequence[AskedRow], what: str) -> str:
    if len(rows) == 1:
        [(_, row, diner)] = rows
        known = with_marks(diner)
        bears = f"porte le nom {of(known)}" if row.name == name_of(diner) else f"ressemble à {known}"
        return f"{row.name} {bears}, avec {what}. Est-ce la même personne{NBSP}?"
    number = count(len(rows), "ligne")
    return f"{number} du fichier portent, ou presque, le nom d’un hôte connu, avec {what} ({_names(rows)}). Sont-ce les mêmes personnes{NBSP}?"


def named(which: IdKind, titles: Mapping[IdKind, str]) -> str:
    """Return the name of a number in a sentence: `l’INE`, `le numéro de la colonne « Matricule »`."""
    if which in titles:
        return f"le numéro de la colonne «{NBSP}{titles[which]}{NBSP}»"
    return _PREFIXED.get(Doubt(which.value), "l’identifiant")


def flaw_remarks(flaws: Mapping[IdKind, Flaw], titles: Mapping[IdKind, str], file: str) -> list[RowProblem]:
    """Return remarks on columns of numbers that identify nobody, with the reason."""
    remarks = []
    for which, flaw in flaws.items():
        if which is IdKind.CARD:
            # New cards for everybody are usual in September.
            continue
        title = titles.get(which, which.value)
        text = (
            f"La colonne «{NBSP}{title}{NBSP}» ne désigne pas les personnes ({flaw.value}){NBSP}: "
            "elle n’a servi à reconnaître aucun hôte."
        )
        remarks.append(RowProblem(0, "", text, file))
    return remarks
