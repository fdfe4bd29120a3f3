"""Correction of a diner by the clerk."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from turbo_admin.core.emails import email_key, parse_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.french import full_name
from turbo_admin.core.intake.rules import clean, parse_first_name, parse_last_name
from turbo_admin.core.matching.cards import full_card
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.regimes import read_regime
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.matching.outdated import match_outdated
from turbo_admin.office.outbox.queue import enqueue_diners
from turbo_admin.office.roster.addresses import note_typed
from turbo_admin.store import cards, diners, request_matches, schools
from turbo_admin.store.engine.diner_records import DinerRecord
from turbo_admin.store.engine.journal_codes import JournalCode

KINDS = ("élève", "commensal")
_ADDED = "added"


@dataclass(frozen=True, slots=True)
class DinerEdit:
    """The values of the correction form.

    Attributes:
        card: the one it uses first, as typed; empty for none.
        card_why: why the card changed: `lost` and `replaced` end the former card, `added` keeps both.
        ended: ids of other cards that are given back.
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


@needs(Right.ROSTER)
def save_diner(desk: Desk, diner_id: str, edit: DinerEdit) -> None:
    """Store a clerk's correction; a card that is no longer used stays in the history.

    Raises:
        Refused: `diner_unknown`, `last_name_empty`, `first_name_empty`, `name_letters`, `text_long`, `email_shape`,
            `card_not_digits`, `card_length`, `card_taken`; nothing was done.
    """
    with desk.database.write() as session:
        old = one_diner(session, diner_id)
        school = schools.school(session, old.uai)
        new = _edited(old, edit, full_card(edit.card, school.site_code))
        # An added card does not become the first one, which sheets and lists show.
        written = replace(new, card=old.card) if edit.card_why == _ADDED and old.card else new
        _check_card(session, new)
        if written != old:
            desk.note(session, JournalCode.DINER_CHANGED, [(diner_id, "")])
            note_typed(session, desk, old, written)
        if _change_cards(session, desk, old, new, edit) or written != old:
            # A card alone counts as a change of the roster: other PCs compare its rev.
            diners.change_diners(session, [written])
        if school.paired_at and written != old:
            enqueue_diners(session, old.uai, [written])
        request_matches.outdate_school(session, old.uai)
    match_outdated(desk, old.uai)


def one_diner(session: Session, diner_id: str) -> DinerRecord:
    """Return a stored diner.

    Raises:
        Refused: `diner_unknown`.
    """
    known = diners.diners_by_id(session, [diner_id])
    if diner_id not in known:
        raise Refused("diner_unknown")
    return known[diner_id]


def _edited(old: DinerRecord, edit: DinerEdit, card: str) -> DinerRecord:
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


def _used_name(old: DinerRecord, edit: DinerEdit) -> str:
    used = clean(old.used_name if edit.used_name is None else edit.used_name)
    # Equal to the last name it says nothing, and would match twice.
    return parse_last_name(used) if used and fold(used) != fold(edit.last_name) else ""


def _addresses(typed: Iterable[str]) -> tuple[str, ...]:
    addresses = [parse_email(one) for one in typed if one.strip()]
    # Duplicates are dropped; the first spelling of an address is kept.
    return tuple({email_key(one): one for one in reversed(addresses)}.values())[::-1]


def _check_card(session: Session, new: DinerRecord) -> None:
    holder = cards.holder_of(session, new.uai, new.card, but=new.id) if new.card else None
    # A diner who has left frees the card.
    if holder is not None and not new.left:
        other = one_diner(session, holder)
        raise Refused("card_taken", card=new.card, name=full_name(other.last_name, other.first_name))


def _change_cards(session: Session, desk: Desk, old: DinerRecord, new: DinerRecord, edit: DinerEdit) -> bool:
    """Update the other cards; return whether anything changed."""
    now = desk.now()
    if edit.ended:
        cards.end_cards(session, edit.ended, now, "ended")
        desk.note(session, JournalCode.CARD_ENDED, [(old.id, "")])
    if new.card == old.card or not old.card:
        return bool(edit.ended)
    known = [one for one in cards.cards_of(session, old.id) if one.card == new.card and one.until_at is None]
    if edit.card_why == _ADDED:
        if new.card and not known:
            cards.add_card(session, old.id, new.card, now)
            desk.note(session, JournalCode.CARD_ADDED, [(old.id, "")])
        return True
    # The new first card must not be listed as another card too.
    for one in known:
        cards.drop_card(session, one.id)
    cards.add_card(session, old.id, old.card, now, until=now, why=edit.card_why)
    desk.note(session, JournalCode.CARD_REPLACED, [(old.id, "")])
    return True
