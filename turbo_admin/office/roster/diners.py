"""« Hôtes »: the list of diners, and its export."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from turbo_admin.core.french import full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk, Progress, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.outside.files.excel_writer import Value, write_table
from turbo_admin.outside.paper.credential_sheet import SheetOrder, sheet_order
from turbo_admin.store import cards, diners, schools
from turbo_admin.store.engine.diner_records import CardRecord, DinerRecord

# Reason why a card ended -> its French.
FORMER = {"lost": "perdue", "replaced": "remplacée", "ended": "retirée"}
_TITLE = "Hôtes"
_HEADERS = (
    *(
        "Nom",
        "Nom d’usage",
        "Prénom",
        "Classe",
        "Catégorie",
        "Régime",
        "N° carte",
        "Autres cartes",
        "E-mails",
        "Compte",
        "Sorti",
    ),
    *("Identifiant", "Établissement", "UAI"),
)


@dataclass(frozen=True, slots=True)
class DinerListLine:
    """A diner as the list shows it.

    Attributes:
        other_cards: how many more are in use.
        has_account: whether an account that is not closed holds it.
        order: by class and name.
        search: folded text that searches look in.
    """

    id: str
    uai: str
    school: str
    external_id: str
    last_name: str
    first_name: str
    class_name: str
    kind: str
    regime: str
    card: str
    other_cards: int
    emails: tuple[str, ...]
    left: bool
    has_account: bool
    order: SheetOrder
    search: str
    used_name: str = ""

    @property
    def name(self) -> str:
        """`MARTIN Léa`, `MARTIN Léa (usage DURAND)`."""
        return full_name(self.last_name, self.first_name, self.used_name)


@needs(Right.CONSULT)
def list_diners(desk: Desk) -> list[DinerListLine]:
    """Return the diners of all schools, by class and name, those who left too."""
    lines = []
    with desk.database.read() as session:
        for school in schools.schools(session):
            known = diners.diners(session, school.uai)
            held = diners.with_account(session, [one.id for one in known])
            searches = diners.searches(session, school.uai)
            # rev -1: all cards of the school, in one query.
            others = cards.by_diner(cards.cards_since(session, school.uai, -1))
            lines += [
                _line(one, school.name, others.get(one.id, ()), searches[one.id], has_account=one.id in held)
                for one in known
            ]
    return sorted(lines, key=lambda line: line.order)


def _line(
    record: DinerRecord, school: str, others: Sequence[CardRecord], search: str, *, has_account: bool
) -> DinerListLine:
    return DinerListLine(
        id=record.id,
        uai=record.uai,
        school=school,
        external_id=record.external_id,
        last_name=record.last_name,
        first_name=record.first_name,
        class_name=record.class_name,
        kind=record.kind,
        regime=record.regime,
        card=record.card,
        other_cards=sum(one.until_at is None for one in others),
        emails=record.emails,
        left=record.left,
        has_account=has_account,
        order=sheet_order(record.class_name, record.last_name, record.first_name),
        # Other and former cards too: a family that calls about a lost card gives its number.
        search=" ".join((search, *(fold(one.card) for one in others), *map(fold, record.emails))),
        used_name=record.used_name,
    )


@needs(Right.CONSULT)
def export_diners(desk: Desk, path: Path, ids: Sequence[str], *, report: Progress = silent) -> int:
    """Write diners to a workbook in the order given, atomically; cards are text.

    Returns:
        How many lines; diners erased meanwhile are left out.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    known = {line.id: line for line in list_diners(desk)}
    lines = [known[one] for one in ids if one in known]
    write_table(path, _TITLE, _HEADERS, [_row(line) for line in lines], writing(report))
    return len(lines)


def _row(line: DinerListLine) -> list[Value]:
    return [
        line.last_name,
        line.used_name,
        line.first_name,
        line.class_name,
        line.kind,
        line.regime,
        line.card,
        line.other_cards,
        ", ".join(line.emails),
        line.has_account,
        line.left,
        line.external_id,
        line.school,
        line.uai,
    ]
