"""What a change is about, in words: « Identifiants de MARTIN Léa »."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from turbo_admin.core.french import full_name
from turbo_admin.protocol import codec
from turbo_admin.protocol.kinds import CHANGES, check_table
from turbo_admin.protocol.states import MailCredentials, NotifyGuardian
from turbo_admin.store import accounts, diners, requests
from turbo_admin.store.engine.sync_records import PendingRecord


def subject_of(session: Session, pending: PendingRecord) -> str:
    """Return what a change is about, as the clerk reads it."""
    say = _WHAT.get(pending.kind)
    # Without a word it was prepared by another version of the program, or what it is about is gone.
    return (say(session, pending) if say else "") or f"Envoi {pending.kind}"


def _settings(_session: Session, _pending: PendingRecord) -> str:
    return "Configuration de l’Espace numérique"


def _diner(session: Session, pending: PendingRecord) -> str:
    names = _names(session, [pending.key])
    return names and f"Hôte {names}"


def _account(session: Session, pending: PendingRecord) -> str:
    known = accounts.accounts_by_id(session, [pending.key])
    return f"Compte {known[pending.key].login} ({_holders(session, pending.key)})" if known else ""


def _mail(session: Session, pending: PendingRecord) -> str:
    account = codec.decode(pending.body, MailCredentials).account_id
    return f"Courriel des identifiants de {_holders(session, account)}"


def _request(session: Session, pending: PendingRecord) -> str:
    asked = requests.requests_by_id(session, [pending.key])
    return f"Réponse à la demande de {full_name(asked[0].last_name, asked[0].first_name)}" if asked else ""


def _notice(session: Session, pending: PendingRecord) -> str:
    names = _names(session, [codec.decode(pending.body, NotifyGuardian).diner_id])
    return names and f"Avis à un responsable de {names}"


def _holders(session: Session, account_id: str) -> str:
    return _names(session, accounts.diners_of(session, [account_id])[account_id])


def _names(session: Session, diner_ids: Sequence[str]) -> str:
    known = diners.diners_by_id(session, diner_ids).values()
    return ", ".join(sorted(full_name(diner.last_name, diner.first_name) for diner in known))


_WHAT: Mapping[str, Callable[[Session, PendingRecord], str]] = {
    "settings": _settings,
    "diner": _diner,
    "account": _account,
    "request": _request,
    "mail.credentials": _mail,
    "guardian.notify": _notice,
}
check_table("office.sync.refused_subjects", frozenset(_WHAT), frozenset(CHANGES))
