"""Details of one request: typed values beside the roster's, candidates, history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.emails import same_email
from turbo_admin.core.french import PARIS, full_name, in_words
from turbo_admin.core.intake.reference import request_reference
from turbo_admin.core.matching.cards import Card, read_card
from turbo_admin.core.matching.differences import Difference, Span, differing, spans
from turbo_admin.core.matching.spellings import fold
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.intake.acts import one_request
from turbo_admin.office.intake.lines import RequestLine, one_line
from turbo_admin.office.journal.sentences import HistoryLine, history_of
from turbo_admin.office.matching.open_requests import match_opened
from turbo_admin.office.roster.diners import FORMER
from turbo_admin.office.roster.search import DinerLine, diner_line
from turbo_admin.store import accounts, cards, diners
from turbo_admin.store.engine.diner_records import CardRecord, DinerRecord
from turbo_admin.store.engine.request_records import RequestRecord


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field as typed and as in the roster; spans mark the differences on both sides."""

    label: str
    typed: tuple[Span, ...]
    roster: tuple[Span, ...]
    why: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A diner that the request may mean; score 0–100."""

    diner: DinerLine
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """What the pane below the list shows.

    Attributes:
        reference: as the family was told it.
        asked_by: the signed-in account that asked, in French; empty for a visitor.
    """

    line: RequestLine
    rows: tuple[ComparedField, ...]
    reasons: tuple[str, ...]
    candidates: tuple[CandidateLine, ...]
    history: tuple[HistoryLine, ...]
    reference: str
    asked_by: str


@needs(Right.CONSULT)
def request_detail(desk: Desk, request_id: str) -> RequestDetail:
    """Return one request in full.

    Raises:
        Refused: `request_unknown`.
    """
    # Storing a new match is part of handling requests; whoever may only consult sees the last stored one.
    if desk.operator.may(Right.INTAKE):
        match_opened(desk, request_id)
    with desk.database.read() as session:
        record = one_request(session, request_id)
        wanted = {candidate[0] for candidate in record.candidates} | (
            {record.diner_id} if record.diner_id else set()
        )
        known = diners.diners_by_id(session, wanted)
        held = diners.with_account(session, wanted)
        return RequestDetail(
            line=one_line(session, request_id, desk.now()),
            rows=compare(
                record,
                known.get(record.diner_id or ""),
                cards.cards_of(session, record.diner_id) if record.diner_id else (),
            ),
            reasons=record.reasons,
            candidates=tuple(
                CandidateLine(diner_line(known[diner_id], diner_id in held), score, tuple(reasons))
                for diner_id, score, reasons in record.candidates
                # A candidate may have been erased since the request was matched.
                if diner_id in known
            ),
            history=history_of(session, request_id),
            reference=request_reference(request_id),
            asked_by=_asked_by(session, record),
        )


def _asked_by(session: Session, record: RequestRecord) -> str:
    if not record.asked_by:
        return ""
    account = accounts.accounts_by_id(session, {record.asked_by}).get(record.asked_by)
    if account is None:
        return "Demandé depuis un compte que cette base ne connaît pas"
    held = accounts.diners_of(session, [account.id]).get(account.id, [])
    names = in_words(
        [full_name(one.last_name, one.first_name) for one in diners.diners_by_id(session, held).values()]
    )
    return f"Demandé depuis le compte {account.login}" + (f" ({names})" if names else "")


def compare(
    record: RequestRecord, diner: DinerRecord | None, others: Sequence[CardRecord] = ()
) -> tuple[ComparedField, ...]:
    """Compare the typed values with a diner's; without a diner the roster's side is empty.

    Args:
        others: the diner's cards beside the first one, former ones too.
    """
    if diner is None:
        pairs = (
            ("Nom", record.last_name),
            ("Prénom", record.first_name),
            ("Carte", record.card),
            ("E-mail", record.address),
        )
        return tuple(ComparedField(label, _plain(typed), (), "") for label, typed in pairs)
    return (
        _last_name_row(record.last_name, diner),
        _name_row("Prénom", record.first_name, diner.first_name),
        _card_row(record, diner, others),
        _email_row(record, diner),
    )


def _last_name_row(typed: str, diner: DinerRecord) -> ComparedField:
    """Compare the typed last name with the diner's, or with the « nom d’usage » when that is more similar."""
    family = _name_row("Nom", typed, diner.last_name)
    if not diner.used_name or _same_name(typed, diner.last_name):
        return family
    used = _name_row("Nom d’usage", typed, diner.used_name)
    nearer = differing((used.typed, used.roster)) < differing((family.typed, family.roster))
    return used if nearer else family


def _name_row(label: str, typed: str, roster: str) -> ComparedField:
    why = _same_name(typed, roster)
    if why:
        return ComparedField(label, *spans(typed, roster), why)
    return _unlike(label, typed, roster, ("une lettre diffère", "lettres diffèrent"))


def _unlike(label: str, typed: str, roster: str, words: tuple[str, str]) -> ComparedField:
    sides = spans(typed, roster)
    number = differing(sides)
    return ComparedField(label, *sides, words[0] if number == 1 else f"{number} {words[1]}")


def _plain(text: str, difference: Difference = Difference.SAME) -> tuple[Span, ...]:
    return (Span(text, difference),) if text else ()


def _same_name(typed: str, roster: str) -> str:
    if typed.strip() == roster:
        return "identique"
    return "identique aux accents et majuscules près" if fold(typed) == fold(roster) else ""


def _card_row(record: RequestRecord, diner: DinerRecord, others: Sequence[CardRecord]) -> ComparedField:
    typed = read_card(record.card)
    if typed is None:
        return _card_alike(record, diner.card, "numéro illisible")
    held, why = _held_card(typed, diner, others)
    known = read_card(held)
    if known is None:
        return _card_alike(record, held, "cet hôte n’a pas de carte au fichier")
    if typed.number != known.number:
        # Only the five digits are compared: most families leave the school's code out.
        return _unlike("Carte", typed.number, known.number, ("un chiffre diffère", "chiffres diffèrent"))
    if typed.site_code and known.site_code and typed.site_code != known.site_code:
        return _card_alike(record, held, "mêmes 5 chiffres, mais code d’un autre établissement")
    return _card_alike(record, held, why)


def _held_card(typed: Card, diner: DinerRecord, others: Sequence[CardRecord]) -> tuple[str, str]:
    """Return the diner's card that was typed, former ones included, with its kind; the diner's first card otherwise."""
    known_cards = [(diner.card, "identique")]
    known_cards += [(one.card, "autre carte de cet hôte") for one in others if one.until_at is None]
    known_cards += [
        (
            one.card,
            f"ancienne carte, {FORMER.get(one.why, one.why)} le {one.until_at.astimezone(PARIS):%d/%m/%Y}",
        )
        for one in others
        if one.until_at is not None
    ]
    same = (
        (card, why) for card, why in known_cards if (read := read_card(card)) and read.number == typed.number
    )
    return next(same, known_cards[0])


def _card_alike(record: RequestRecord, held: str, why: str) -> ComparedField:
    return ComparedField("Carte", _plain(record.card), _plain(held), why)


def _email_row(record: RequestRecord, diner: DinerRecord) -> ComparedField:
    known = [address for address in diner.emails if same_email(address, record.address)]
    shown = known[0] if known else ", ".join(diner.emails)
    why = (
        "connu pour cet hôte"
        if known
        else "inconnu au fichier"
        if diner.emails
        else "aucune adresse au fichier"
    )
    if record.corrected_email:
        why += f" ; la famille avait saisi {record.email}"
    # A corrected address has not been mailed yet, so a rejection says nothing about it.
    elif record.mail_problem:
        why += f"\u00a0; un courriel y a été rejeté\u00a0: {record.mail_problem}"
    unknown = Difference.OTHER if diner.emails and not known else Difference.SAME
    return ComparedField("E-mail", _plain(record.address, unknown), _plain(shown), why)
