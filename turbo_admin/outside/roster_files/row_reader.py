"""Reads the rows of a sheet into diners."""

from collections.abc import Sequence
from datetime import date

from turbo_admin.core.emails import email_key
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.matching.cards import read_written
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.addresses import read_addresses
from turbo_admin.core.roster.regimes import read_regime
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.core.roster.titles import id_kind, is_first_name_first, is_job, may_be_of_the_day
from turbo_admin.core.uai import parse_uai
from turbo_admin.outside.files.excel_reader import CellValue
from turbo_admin.outside.files.sheet_text import UNCOMPUTED
from turbo_admin.outside.roster_files.diner_cells import (
    LONGEST_NAME,
    bad_address,
    class_of_sheet,
    day_of,
    split_name,
    text_of,
    wrong_name,
)
from turbo_admin.outside.roster_files.diner_columns import DinerColumns
from turbo_admin.outside.roster_files.diner_kinds import is_class_of_staff, kind_by_work, kind_of
from turbo_admin.outside.roster_files.diner_list import FileDiners
from turbo_admin.outside.roster_files.diner_rows import (
    STAFF,
    FileDiner,
    name_key,
    used_beside,
)

_YES = frozenset(["1", "oui", "o", "vrai", "true", "yes", "y", "x", "sorti", "sortie", "parti", "partie"])
_NO = frozenset(["0", "non", "n", "faux", "false", "no", "actif", "active", "present", "presente"])
_GONE = frozenset(["sorti", "sortie", "parti", "partie"])
_LONGEST_CLASS = 40
_LONGEST_QUOTE = 60


class RowReader:
    """Reads the rows of one sheet.

    Args:
        diner_list: collects the diners.
        columns: the columns of the fields.
        today: a diner whose leaving day is later has not left.
        sheet: of the rows, when several are read together; empty otherwise.
        class_name: of all rows, when there is no column for it.
    """

    def __init__(
        self,
        diner_list: FileDiners,
        columns: DinerColumns,
        today: date,
        sheet: str = "",
        class_name: str = "",
    ) -> None:
        self._diner_list, self._columns, self._today, self._sheet = diner_list, columns, today, sheet
        self._class_name = class_name
        position = columns.at.get(DinerField.EXTERNAL_ID)
        self._id_kind = id_kind(columns.title(position)) if position is not None else ""
        both = columns.at.get(DinerField.BOTH)
        self._is_of_work = DinerField.KIND in columns.at and is_job(
            columns.title(columns.at[DinerField.KIND])
        )
        self._doubtful: dict[DinerField, bool] = {
            field: True
            for field in (DinerField.LEFT, DinerField.PRESENT)
            if field in columns.at and may_be_of_the_day(columns.title(columns.at[field]))
        }
        self._first_name_first = both is not None and is_first_name_first(columns.title(both))
        diner_list.titles = {field: columns.title(position) for field, position in columns.at.items()}
        self._number = 0
        self._cells: Sequence[CellValue] = ()

    def read(self, number: int, cells: Sequence[CellValue]) -> None:
        """Read one non-empty row."""
        self._number, self._cells = number, cells
        names = self._names()
        if names is None:
            return
        last, first = names
        external_id = self._get(DinerField.EXTERNAL_ID)[:LONGEST_NAME]
        class_name = (self._get(DinerField.CLASS) or self._class_name)[:_LONGEST_CLASS]
        kind = self._kind(class_name)
        self._diner_list.keep(
            FileDiner(
                row=number,
                key=name_key(last, first),
                external_id=external_id,
                last_name=last,
                first_name=first,
                class_name=class_name,
                card=self._card(),
                kind=kind,
                emails=self._emails(),
                left=self._left(),
                uai=self._uai(),
                ine=self._diner_list.ine(number, self._get(DinerField.INE), "l’hôte est repris sans lui."),
                elenoet=self._get(DinerField.ELENOET)[:_LONGEST_CLASS],
                birth=self._birth(class_name, kind),
                regime=read_regime(self._get(DinerField.REGIME))[:LONGEST_NAME]
                if DinerField.REGIME in self._columns.at
                else "",
                sheet=self._sheet,
                used_name=self._used_name(last),
                external_kind=self._id_kind if external_id else "",
            )
        )

    def _get(self, field: DinerField) -> str:
        """Return the text of a field; empty when the column is absent."""
        position = self._columns.at.get(field)
        return text_of(self._cells[position]) if position is not None and position < len(self._cells) else ""

    def _raw(self, field: DinerField) -> CellValue:
        position = self._columns.at.get(field)
        return self._cells[position] if position is not None and position < len(self._cells) else None

    def _problem(self, field: DinerField, text: str, *, skipped: str = "") -> None:
        position = self._columns.at.get(field, self._columns.at.get(DinerField.BOTH))
        column = self._columns.title(position) if position is not None else ""
        self._diner_list.problem(self._number, column, text, skipped=skipped)

    def _names(self) -> tuple[str, str] | None:
        """Return last and first name; None, with a problem added, when one is missing or invalid."""
        last, first = self._get(DinerField.LAST) or self._get(DinerField.USED), self._get(DinerField.FIRST)
        if not last and not first:
            last, first = split_name(self._get(DinerField.BOTH), first_name_first=self._first_name_first)
        for field, name in ((DinerField.LAST, last), (DinerField.FIRST, first)):
            wrong = wrong_name(field, name)
            if wrong:
                if UNCOMPUTED in {self._raw(field), self._raw(DinerField.BOTH)}:
                    wrong = "La cellule contient une formule sans résultat (ouvrez et enregistrez le classeur dans Excel)"
                who = full_name(last, first) or "(sans nom)"
                self._problem(
                    field, f"{wrong}{NBSP}: cette ligne est laissée de côté.", skipped=who[:LONGEST_NAME]
                )
                return None
        return last, first

    def _used_name(self, last: str) -> str:
        """Return the nom d'usage; empty, with a problem added, for an invalid one."""
        used = used_beside(last, self._get(DinerField.USED)) if DinerField.USED in self._columns.at else ""
        if used and (wrong := wrong_name(DinerField.USED, used)):
            self._problem(DinerField.USED, f"{wrong}{NBSP}: l’hôte est repris sans nom d’usage.")
            return ""
        return used

    def _card(self) -> str:
        """Return the card with its zeros; empty, with a problem added, when it is uncertain or not in use."""
        text = self._get(DinerField.CARD)
        quoted = f"«{NBSP}{text[:_LONGEST_QUOTE]}{NBSP}»"
        try:
            written = read_written(text)
        except Refused:
            self._problem(
                DinerField.CARD,
                f"{quoted} n’est pas à coup sûr un numéro de carte{NBSP}: l’hôte est repris sans carte. Écrivez ses "
                "5 derniers chiffres (04217) ou le numéro entier (0683-04217).",
            )
            return ""
        if written.card is None:
            return ""
        if not written.is_in_use:
            self._problem(
                DinerField.CARD,
                f"{quoted}{NBSP}: cette carte ne sert plus, l’hôte est repris sans elle. Indiquez celle qui la remplace "
                "dans sa fiche.",
            )
            return ""
        if written.words:
            self._problem(
                DinerField.CARD,
                f"{quoted}{NBSP}: la carte {written.card} est reprise. Vérifiez ce qui est écrit à côté du numéro.",
            )
        return str(written.card)

    def _kind(self, class_name: str) -> str:
        """Return the kind by category, work, régime or class; empty without such a column."""
        if is_class_of_staff(class_name):
            return STAFF
        said, regime = self._get(DinerField.KIND), self._get(DinerField.REGIME)
        # A work beside a pupil's class may be a parent's.
        if said and self._is_of_work and not class_of_sheet(class_name):
            return kind_by_work(said)
        if DinerField.KIND not in self._columns.at and DinerField.REGIME not in self._columns.at:
            return ""
        return kind_of(f"{said} {regime}")

    def _birth(self, class_name: str, kind: str) -> str:
        return self._diner_list.birth(
            self._number,
            self._raw(DinerField.BIRTH),
            self._today,
            is_staff=kind == STAFF,
            is_pupil=kind != STAFF and bool(class_name),
        )

    def _emails(self) -> tuple[str, ...]:
        """Return the valid addresses of all columns, each once; the others are noted as problems."""
        found: dict[str, str] = {}
        for position in self._columns.emails:
            cell = read_addresses(text_of(self._cells[position]) if position < len(self._cells) else "")
            for address in cell.found:
                found.setdefault(email_key(address), address)
            for one in cell.unread:
                self._diner_list.problem(self._number, self._columns.title(position), bad_address(one))
        return tuple(found.values())

    def _left(self) -> bool:
        """Return whether the diner has left, by a leaving date, a tick, or a « présent » that is false."""
        text = self._get(DinerField.LEFT)
        left = self._has_left(text, self._raw(DinerField.LEFT)) if text else False
        if left is None:
            self._problem(
                DinerField.LEFT,
                f"«{NBSP}{text[:30]}{NBSP}» n’est ni une date ni oui ou non{NBSP}: l’hôte est repris comme présent.",
            )
        if left or DinerField.PRESENT not in self._columns.at:
            return bool(left)
        is_absent = fold(self._get(DinerField.PRESENT)) in {"0", "non", "n", "faux", "false", "no"}
        if is_absent and DinerField.PRESENT in self._doubtful:
            self._tell_doubt(DinerField.PRESENT)
            return False
        return is_absent

    def _has_left(self, text: str, value: CellValue) -> bool | None:
        """Return whether the cell means that the diner has left; None for an unknown value."""
        day = day_of(value, self._today)
        if day is not None:
            return day <= self._today
        word = fold(text)
        if DinerField.LEFT in self._doubtful and word in _YES - _GONE:
            self._tell_doubt(DinerField.LEFT)
            return False
        return True if word in _YES else False if word in _NO or not word else None

    def _tell_doubt(self, field: DinerField) -> None:
        """Add one remark that « sortie » may mean a permission or a single day, not having left."""
        if not self._doubtful[field]:
            return
        self._doubtful[field] = False
        title = self._columns.title(self._columns.at[field])
        what = "l’autorisation de sortie" if field is DinerField.LEFT else "l’appel d’un jour"
        text = (
            f"La colonne «{NBSP}{title}{NBSP}» dit oui ou non{NBSP}: c’est peut-être {what}, et ces hôtes sont repris comme "
            f"présents. S’ils sont partis, donnez-le dans une colonne «{NBSP}Sorti{NBSP}» (oui, ou la date du départ)."
        )
        self._diner_list.remark(title, text)

    def _uai(self) -> str:
        """Return the school's UAI; empty when the column holds something else, such as its name."""
        try:
            return parse_uai(self._get(DinerField.SCHOOL)) if DinerField.SCHOOL in self._columns.at else ""
        except Refused:
            return ""
