"""Reads pupils and their guardians' addresses from SIECLE's XML exports: élèves, responsables, structures.

Files of one export are joined by ids that are valid within this export only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import BadData
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.roster.addresses import read_addresses
from turbo_admin.core.roster.regimes import read_regime
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.files.progress import ReadProgress
from turbo_admin.outside.roster_files.diner_cells import bad_address, day_of, text_of, wrong_name
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.diner_rows import PUPIL, FileDiner, RowProblem, name_key, used_beside
from turbo_admin.outside.roster_files.siecle_documents import Export, Record, read_document

_LONGEST_CLASS = 40
_TITLES = {
    DinerField.INE: "ID_NATIONAL",
    DinerField.ELENOET: "ELENOET",
    DinerField.BIRTH: "DATE_NAISS",
    DinerField.EMAIL: "MEL",
}
_TRUE = frozenset({"1", "true", "vrai", "o", "oui"})
# Levels of responsibility: 1 legal guardian, 2 in charge of the pupil, 3 somebody to call, who is no guardian.
_GUARDIANS = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class SiecleRead:
    """Content of a set of files.

    Attributes:
        rows: the pupils in the order of the file.
        uai, year: of the export, `2026` for 2026-2027; empty and 0 when the files do not say.
        has_classes, has_guardians: whether the files hold any.
    """

    rows: tuple[FileDiner, ...]
    problems: tuple[RowProblem, ...]
    uai: str
    year: int
    has_classes: bool
    has_guardians: bool


def is_siecle(content: bytes) -> bool:
    """Whether a file looks like one of SIECLE's: XML."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_siecle(files: Sequence[tuple[str, bytes]], today: date, report: ReadProgress) -> SiecleRead:
    """Read the pupils of one export.

    Args:
        files: (name, content); XML, in any order.
        today: a pupil whose leaving day is later has not left.
        report: called with (bytes read, bytes in all of the current file).

    Raises:
        BadData: `xml_damaged`, `xml_encoding`, `xml_forbidden`, `xml_not_siecle`, `siecle_files_differ`,
            `siecle_files_twice`, `siecle_no_pupils`, `archive_too_big`.
    """
    export = Export()
    for name, content in files:
        read_document(name, content, export, report)
    if not export.pupils:
        raise BadData("siecle_no_pupils", where=", ".join(name for name, _ in files))
    diner_list = FileDiners(export.pupils_file, unit="élève", titles=_TITLES)
    addresses = _Addresses(export, diner_list)
    for number, pupil in enumerate(export.pupils, 1):
        row = _pupil(number, pupil, export, addresses, today)
        if row is not None:
            diner_list.keep(row)
    diner_list.merge_duplicates()
    return SiecleRead(
        rows=tuple(diner_list.rows.values()),
        problems=tuple(_remarks(export) + diner_list.problems),
        uai=export.uai,
        year=export.year,
        has_classes=bool(export.classes),
        has_guardians=export.has_guardians,
    )


class _Addresses:
    """The e-mails of a pupil's guardians, the one who pays first; an invalid address is remarked on once."""

    def __init__(self, export: Export, diner_list: FileDiners) -> None:
        self._export, self.diner_list = export, diner_list
        self._told: set[str] = set()

    def of(self, number: int, pupil: Record) -> tuple[str, ...]:
        """Return the addresses of a pupil, each once: the guardians', then the pupil's own."""
        links = sorted(filter(_is_guardian, self._export.links.get(pupil.get("ELEVE_ID", ""), ())), key=_rank)
        people = (self._export.people.get(link.get("PERSONNE_ID", ""), {}) for link in links)
        found: dict[str, str] = {}
        for typed in (*(person.get("MEL", "") for person in people), pupil.get("MEL", "")):
            cell = read_addresses(typed)
            for address in cell.found:
                found.setdefault(email_key(address), address)
            for one in cell.unread:
                self._add_remark(number, one)
        return tuple(found.values())

    def _add_remark(self, number: int, typed: str) -> None:
        if typed not in self._told:
            self._told.add(typed)
            self.diner_list.problem(number, _TITLES[DinerField.EMAIL], bad_address(typed))


def _is_guardian(link: Record) -> bool:
    return _pays(link) or link.get("NIVEAU_RESPONSABILITE", link.get("RESP_LEGAL", "")) in _GUARDIANS


def _pays(link: Record) -> bool:
    return link.get("PAIE_FRAIS_SCOLAIRES", link.get("RESP_FINANCIER", "")).lower() in _TRUE


def _rank(link: Record) -> tuple[bool, str]:
    return not _pays(link), link.get("NIVEAU_RESPONSABILITE", link.get("RESP_LEGAL", "")) or "9"


def _pupil(
    number: int, pupil: Record, export: Export, addresses: _Addresses, today: date
) -> FileDiner | None:
    last = text_of(pupil.get("NOM_DE_FAMILLE") or pupil.get("NOM") or pupil.get("NOM_USAGE", ""))
    first = text_of(pupil.get("PRENOM") or pupil.get("PRENOM1", ""))
    for name, tag, which in ((last, "NOM_DE_FAMILLE", DinerField.LAST), (first, "PRENOM", DinerField.FIRST)):
        if wrong := wrong_name(which, name):
            who = full_name(last, first)[:_LONGEST_CLASS] or "(sans nom)"
            addresses.diner_list.problem(
                number, tag, f"{wrong}{NBSP}: cet élève est laissé de côté.", skipped=who
            )
            return None
    used = used_beside(last, text_of(pupil.get("NOM_USAGE", "")))
    if used and (wrong := wrong_name(DinerField.USED, used)):
        addresses.diner_list.problem(
            number, "NOM_USAGE", f"{wrong}{NBSP}: l’élève est repris sans nom d’usage."
        )
        used = ""
    left_on = day_of(pupil.get("DATE_SORTIE", ""), today)
    return FileDiner(
        row=number,
        key=name_key(last, first),
        external_id="",
        last_name=last,
        first_name=first,
        class_name=text_of(export.classes.get(pupil.get("ELEVE_ID", ""), ""))[:_LONGEST_CLASS],
        card="",
        kind=PUPIL,
        emails=addresses.of(number, pupil),
        left=left_on is not None and left_on <= today,
        ine=addresses.diner_list.ine(number, pupil.get("ID_NATIONAL", ""), "l’élève est repris sans lui."),
        elenoet=text_of(pupil.get("ELENOET", ""))[:_LONGEST_CLASS],
        birth=addresses.diner_list.birth(number, pupil.get("DATE_NAISS", ""), today),
        regime=read_regime(pupil.get("CODE_REGIME") or pupil.get("CODE_REGIME2", "")),
        used_name=used,
    )


def _remarks(export: Export) -> list[RowProblem]:
    """Return remarks on wrong or missing data of the files."""
    remarks = list(export.remarks)
    if not export.uai:
        said = (
            f"indiquent «{NBSP}{export.unread_uai[:30]}{NBSP}», qui n’est pas un code UAI"
            if export.unread_uai
            else "ne disent pas de quel établissement ils sont"
        )
        text = f"Ces fichiers {said}{NBSP}: rien n’a pu vérifier que ce sont ceux de cet établissement."
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    if not export.year:
        said = (
            f"indiquent l’année «{NBSP}{export.unread_year[:30]}{NBSP}», qui ne se comprend pas"
            if export.unread_year
            else "ne disent pas de quelle année scolaire ils sont"
        )
        text = f"Ces fichiers {said}{NBSP}: rien n’a pu vérifier que ce sont ceux de cette année."
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    if not export.classes:
        text = (
            "Ces fichiers ne disent pas les classes (partie STRUCTURES)"
            f"{NBSP}: celles qui sont déjà connues sont gardées."
        )
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    if not export.has_guardians:
        text = (
            "Le fichier des responsables n’est pas joint"
            f"{NBSP}: les adresses e-mail déjà connues sont gardées."
        )
        remarks.append(RowProblem(0, "", text, export.pupils_file))
    return remarks
