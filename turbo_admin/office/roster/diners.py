"""« Hôtes »: everybody with a card, listed, corrected by hand, exported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.rules import clean, parse_first_name, parse_last_name
from turbo_admin.core.matching.cards import full_card
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.regimes import read_regime
from turbo_admin.office.desk.context import Desk, Report, silent
from turbo_admin.office.desk.exporting import writing
from turbo_admin.office.matching.open_requests import rematch
from turbo_admin.office.outbox.queue import enqueue_diners
from turbo_admin.office.roster.addresses import note_typed
from turbo_admin.outside.files.excel_writer import Value, write_table
from turbo_admin.outside.paper.credential_sheet import SheetOrder, sheet_order
from turbo_admin.store import cards, diners, schools
from turbo_admin.store.engine.records import CardRecord, DinerRecord

KINDS = ("élève", "commensal")
# Why a card is a former one -> how it is said.
FORMER = {"lost": "perdue", "replaced": "remplacée", "ended": "retirée"}
_ADDED = "added"
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
class HostLine:
    """A diner as the list shows it.

    Attributes:
        other_cards: how many more are in use.
        has_account: whether an account that is not closed holds it.
        order: by class and name.
        search: all that the search looks in, folded.
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


@dataclass(frozen=True, slots=True)
class HostEdit:
    """A diner as the clerk wants it.

    Attributes:
        card: the one it uses first, as typed; empty for none.
        card_why: what a changed card means: `lost` or `replaced` makes the former one history, `added` keeps both.
        ended: other cards, by their id, that are given back.
        used_name: as typed; None leaves it as it is.
        regime: as typed, or one of `regimes.USUAL`; None leaves it as it is.
    """

    last_name: str
    first_name: str
    class_name: str
    kind: str
    emails: tuple[str, ...]
    left: bool
    card: str
    card_why: str = "replaced"
    ended: tuple[int, ...] = ()
    used_name: str | None = None
    regime: str | None = None


def host_lines(desk: Desk) -> list[HostLine]:
    """Return the diners of all schools, by class and name, those who left too."""
    lines = []
    with desk.database.read() as session:
        for school in schools.schools(session):
            known = diners.diners(session, school.uai)
            held = diners.with_account(session, [one.id for one in known])
            searches = diners.searches(session, school.uai)
            others = cards.by_diner(cards.cards_since(session, school.uai, -1))
            lines += [
                _line(one, school.name, others.get(one.id, ()), searches[one.id], has_account=one.id in held)
                for one in known
            ]
    return sorted(lines, key=lambda line: line.order)


def _line(
    record: DinerRecord, school: str, others: Sequence[CardRecord], search: str, *, has_account: bool
) -> HostLine:
    return HostLine(
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
        # Who calls about a card that was lost gives its number.
        search=" ".join((search, *(fold(one.card) for one in others), *map(fold, record.emails))),
        used_name=record.used_name,
    )


def save_host(desk: Desk, diner_id: str, edit: HostEdit) -> None:
    """Write a diner as the clerk corrected it; the card that it no longer uses stays in its history.

    Raises:
        Refused: `diner_unknown`, `last_name_empty`, `first_name_empty`, `name_letters`, `text_long`, `email_shape`,
            `card_not_digits`, `card_length`, `card_taken`; nothing was done.
    """
    with desk.database.write() as session:
        old = one_host(session, diner_id)
        school = schools.school(session, old.uai)
        new = _edited(old, edit, full_card(edit.card, school.site_code))
        kept = replace(new, card=old.card) if edit.card_why == _ADDED and old.card else new
        _check_card(session, new)
        if kept != old:
            desk.note(session, "diner_changed", [(diner_id, "")])
            note_typed(desk, session, old, kept)
        if _change_cards(desk, session, old, new, edit) or kept != old:
            # A card alone changes the roster too: other PCs look at its rev.
            diners.change_diners(session, [kept])
        if school.paired_at and kept != old:
            enqueue_diners(session, old.uai, [kept])
        rematch(desk, session, old.uai)


def one_host(session: Session, diner_id: str) -> DinerRecord:
    """Return a stored diner.

    Raises:
        Refused: `diner_unknown`.
    """
    known = diners.diners_by_id(session, [diner_id])
    if diner_id not in known:
        raise Refused("diner_unknown")
    return known[diner_id]


def _edited(old: DinerRecord, edit: HostEdit, card: str) -> DinerRecord:
    return replace(
        old,
        last_name=parse_last_name(clean(edit.last_name)),
        first_name=parse_first_name(clean(edit.first_name)),
        class_name=clean(edit.class_name)[:200],
        kind=edit.kind if edit.kind in KINDS else old.kind,
        regime=old.regime if edit.regime is None else read_regime(clean(edit.regime)[:200]),
        emails=_addresses(edit.emails),
        left=edit.left,
        card=card,
        used_name=_used_name(old, edit),
    )


def _used_name(old: DinerRecord, edit: HostEdit) -> str:
    used = clean(old.used_name if edit.used_name is None else edit.used_name)
    return parse_last_name(used) if used and fold(used) != fold(edit.last_name) else ""


def _addresses(typed: Iterable[str]) -> tuple[str, ...]:
    addresses = [parse_email(one) for one in typed if one.strip()]
    return tuple({email_key(one): one for one in reversed(addresses)}.values())[::-1]


def _check_card(session: Session, new: DinerRecord) -> None:
    holder = cards.holder_of(session, new.uai, new.card, but=new.id) if new.card else None
    if holder is not None and not new.left:
        other = one_host(session, holder)
        raise Refused("card_taken", card=new.card, name=full_name(other.last_name, other.first_name))


def _change_cards(desk: Desk, session: Session, old: DinerRecord, new: DinerRecord, edit: HostEdit) -> bool:
    """Note the cards beside the first one; return whether there was anything to note."""
    now = desk.now()
    if edit.ended:
        cards.end_cards(session, edit.ended, now, "ended")
        desk.note(session, "card_ended", [(old.id, "")])
    if new.card == old.card or not old.card:
        return bool(edit.ended)
    known = [one for one in cards.cards_of(session, old.id) if one.card == new.card and one.until_at is None]
    if edit.card_why == _ADDED:
        if new.card and not known:
            cards.add_card(session, old.id, new.card, now)
            desk.note(session, "card_added", [(old.id, "")])
        return True
    for one in known:
        cards.drop_card(session, one.id)
    cards.add_card(session, old.id, old.card, now, until=now, why=edit.card_why)
    desk.note(session, "card_replaced", [(old.id, "")])
    return True


def export_hosts(desk: Desk, path: Path, ids: Sequence[str], *, report: Report = silent) -> int:
    """Write diners as an Excel workbook, in the order given, whole or not at all; cards stay text.

    Returns:
        How many lines; those that are no longer there are left out.

    Raises:
        Refused: `disk_full`, `file_not_written`.
    """
    known = {line.id: line for line in host_lines(desk)}
    lines = [known[one] for one in ids if one in known]
    write_table(path, _TITLE, _HEADERS, [_row(line) for line in lines], writing(report))
    return len(lines)


def _row(line: HostLine) -> list[Value]:
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
