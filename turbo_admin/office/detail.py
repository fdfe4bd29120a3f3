"""One request in full: typed and roster side by side, the other candidates, its history."""

from dataclasses import dataclass

from turbo_admin.core.cards import parse_card
from turbo_admin.core.differences import Difference, Span, differing, spans
from turbo_admin.core.emails import same_email
from turbo_admin.core.errors import Refused
from turbo_admin.core.names import fold
from turbo_admin.office.desk import Desk
from turbo_admin.office.history import HistoryLine, history_of
from turbo_admin.office.intake import one_request
from turbo_admin.office.intake_lines import RequestLine, one_line
from turbo_admin.office.matching import match_opened
from turbo_admin.office.roster import DinerLine, diner_line
from turbo_admin.store import diners
from turbo_admin.store.records import DinerRecord, RequestRecord


@dataclass(frozen=True, slots=True)
class Compared:
    """One field as typed and as the roster has it, what differs marked on both sides."""

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
    """What the pane below the list shows."""

    line: RequestLine
    rows: tuple[Compared, ...]
    reasons: tuple[str, ...]
    candidates: tuple[CandidateLine, ...]
    history: tuple[HistoryLine, ...]


def request_detail(desk: Desk, request_id: str) -> RequestDetail:
    """Return one request in full.

    Raises:
        Refused: `request_unknown`.
    """
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
            rows=compare(record, known.get(record.diner_id or "")),
            reasons=record.reasons,
            candidates=tuple(
                CandidateLine(diner_line(known[diner_id], diner_id in held), score, tuple(reasons))
                for diner_id, score, reasons in record.candidates
                if diner_id in known
            ),
            history=history_of(session, request_id),
        )


def compare(record: RequestRecord, diner: DinerRecord | None) -> tuple[Compared, ...]:
    """Set what was typed beside what the roster has; without a diner its side is empty."""
    if diner is None:
        pairs = (
            ("Nom", record.last_name),
            ("Prénom", record.first_name),
            ("Carte", record.card),
            ("E-mail", record.address),
        )
        return tuple(Compared(label, _plain(typed), (), "") for label, typed in pairs)
    return (
        _name_row("Nom", record.last_name, diner.last_name),
        _name_row("Prénom", record.first_name, diner.first_name),
        _card_row(record, diner),
        _email_row(record, diner),
    )


def _name_row(label: str, typed: str, roster: str) -> Compared:
    why = _same_name(typed, roster)
    if why:
        return Compared(label, *spans(typed, roster), why)
    return _unlike(label, typed, roster, ("une lettre diffère", "lettres diffèrent"))


def _unlike(label: str, typed: str, roster: str, words: tuple[str, str]) -> Compared:
    sides = spans(typed, roster)
    number = differing(sides)
    return Compared(label, *sides, words[0] if number == 1 else f"{number} {words[1]}")


def _plain(text: str, difference: Difference = Difference.SAME) -> tuple[Span, ...]:
    return (Span(text, difference),) if text else ()


def _same_name(typed: str, roster: str) -> str:
    if typed.strip() == roster:
        return "identique"
    return "identique aux accents, majuscules et traits d’union près" if fold(typed) == fold(roster) else ""


def _card_row(record: RequestRecord, diner: DinerRecord) -> Compared:
    try:
        one, other = parse_card(record.card), parse_card(diner.card)
    except Refused:
        why = "numéro illisible" if diner.card else "cet hôte n’a pas de carte au fichier"
        return _card_alike(record, diner, why)
    if one.number != other.number:
        # Only the five digits are compared: most families leave the school's code out.
        return _unlike("Carte", one.number, other.number, ("un chiffre diffère", "chiffres diffèrent"))
    if one.site_code and other.site_code and one.site_code != other.site_code:
        return _card_alike(record, diner, "mêmes 5 chiffres, mais code d’un autre établissement")
    return _card_alike(record, diner, "identique")


def _card_alike(record: RequestRecord, diner: DinerRecord, why: str) -> Compared:
    return Compared("Carte", _plain(record.card), _plain(diner.card), why)


def _email_row(record: RequestRecord, diner: DinerRecord) -> Compared:
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
    elif record.mail_problem:
        why += f"\u00a0; un courriel y a été rejeté\u00a0: {record.mail_problem}"
    unknown = Difference.OTHER if diner.emails and not known else Difference.SAME
    return Compared("E-mail", _plain(record.address, unknown), _plain(shown), why)
