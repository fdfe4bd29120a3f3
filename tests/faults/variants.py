"""The product made wrong on purpose: a campaign that does not see these sees nothing.

Each replaces a function of the product for the length of a `with`, in this process only; `program` enters them by name.
"""

import dataclasses
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError

from turbo_admin.core.errors import Refused
from turbo_admin.office.outbox import pairing
from turbo_admin.office.sync import exchange, proof, receiving
from turbo_admin.portal.api import account_changes, applied_changes, routes
from turbo_admin.portal.api.account_plans import CredentialEffect
from turbo_admin.portal.api.appliers import APPLIERS
from turbo_admin.protocol.messages import Change, ChangeAnswer
from turbo_admin.store import accounts as account_store
from turbo_admin.store import outbox, schools
from turbo_admin.store.engine import database as store
from turbo_admin.store.engine import sql_engine
from turbo_admin.store.engine.ids import new_id
from turbo_admin.store.ledger import entries

# Written to nowhere after each commit of the office, for whoever records its system calls.
MARK = b"kept, says the program"


@contextmanager
def planted(owner: Any, name: str, wrong: Any) -> Iterator[None]:
    """Put something wrong in the place of something right, for a while."""
    right = getattr(owner, name)
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        setattr(owner, name, right)


@contextmanager
def cursor_saved_first() -> Iterator[None]:
    """The office notes that it has heard all events, then asks for them."""

    def note_then_ask(run: Any) -> int:
        last = run.client.hello().last_seq
        with run.desk.database.write() as session:
            before = schools.school(session, run.school.uai).cursor_seq
            schools.update_school(session, run.school.uai, cursor_seq=max(before, last), cursor_event="")
        return before

    def move(session: Any, uai: str, _expected: int, to: int, _event_id: str) -> bool:
        schools.update_school(session, uai, cursor_seq=to, cursor_event="")
        return True

    with (
        planted(receiving, "cursor_of", note_then_ask),
        planted(exchange, "cursor_of", note_then_ask),
        planted(schools, "move_cursor", move),
    ):
        yield


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """The portal does again what is sent again: the answer to the first try was lost, the act is done twice."""
    right = APPLIERS["mail.credentials"]
    forgiving = text(f"{applied_changes._KEEP_ACTS} ON CONFLICT DO NOTHING")

    def apply(context: Any, changes: Any) -> Any:
        return right.apply(context, [dataclasses.replace(one, key=new_id()) for one in changes])

    with ExitStack() as stack:
        stack.enter_context(planted(applied_changes.AppliedChanges, "outcome", lambda *_: None))
        stack.enter_context(planted(applied_changes, "_KEEP_ACTS", forgiving))
        stack.callback(APPLIERS.__setitem__, "mail.credentials", right)
        APPLIERS["mail.credentials"] = dataclasses.replace(right, apply=apply)
        yield


@contextmanager
def late_older_changes_applied() -> Iterator[None]:
    """The portal applies whatever arrives last, were it older than what it has."""

    def outcome(applied: Any, change: Change, digest: str) -> Any:
        known = applied.acts.get((change.kind, change.key))
        return None if known is None else "already" if known == digest else "refused"

    with planted(applied_changes.AppliedChanges, "outcome", outcome):
        yield


@contextmanager
def mails_wait_for_nothing() -> Iterator[None]:
    """Mails leave before the state that they name is acknowledged."""
    first = (outbox._TABLE.c.kind != "mail.credentials", outbox._TABLE.c.rev)
    waiting = (
        select(*outbox._COLUMNS)
        .where(outbox._TABLE.c.uai == bindparam("uai"), outbox._TABLE.c.refused == "")
        .order_by(*first)
        .limit(bindparam("most"))
    )
    with planted(outbox, "_WAITING", waiting):
        yield


@contextmanager
def pairing_moves_the_position() -> Iterator[None]:
    """Pairing takes the portal's position and greatest rev for known, as the first version did."""
    right = pairing._bind

    def bind(session: Any, desk: Any, address: str, answer: Any) -> None:
        right(session, desk, address, answer)
        known = schools.school(session, answer.uai)
        schools.update_school(
            session,
            answer.uai,
            portal_epoch=answer.portal_epoch,
            cursor_seq=answer.last_seq,
            cursor_event="",
            told_rev=answer.last_rev,
            sent_rev=max(known.sent_rev, answer.last_rev),
        )
        schools.raise_rev(session, answer.last_rev)

    with planted(pairing, "_bind", bind), planted(proof, "prove", lambda _run: None):
        yield


@contextmanager
def pending_taken_for_unsent() -> Iterator[None]:
    """A mail that may have left without an answer is taken back as if it had not."""

    def withdraw(session: Any, uai: str, kind: str, keys: Any) -> set[str]:
        waiting = {one.key for one in outbox.pending(session, uai, kind, list(keys))}
        outbox.forget(session, uai, kind, sorted(waiting))
        return waiting

    with planted(outbox, "withdraw_acts", withdraw):
        yield


@contextmanager
def closing_ends_nothing() -> Iterator[None]:
    """Closing an account ends no number: what is opened again before it is told goes on as before."""
    with planted(account_store, "end_credentials", lambda *_args, **_named: None):
        yield


@contextmanager
def commits_marked() -> Iterator[None]:
    """Nothing is wrong: each return of a commit leaves a mark among the system calls."""
    right, nowhere = store.OfficeDatabase.write, os.open(os.devnull, os.O_WRONLY)

    @contextmanager
    def marked(database: Any) -> Iterator[Any]:
        with right(database) as session:
            yield session
        os.write(nowhere, MARK)

    with planted(store.OfficeDatabase, "write", marked):
        yield


@contextmanager
def commits_not_synced() -> Iterator[None]:
    """A commit returns before it is on the disk: SQLite's own default in WAL."""
    with _set_up_with("synchronous=NORMAL"), commits_marked():
        yield


@contextmanager
def nothing_synced() -> Iterator[None]:
    """Nothing waits for the disk."""
    with _set_up_with("synchronous=OFF"), commits_marked():
        yield


@contextmanager
def _set_up_with(pragma: str) -> Iterator[None]:
    right = sql_engine.set_up_sqlite

    def wrong(connection: Any) -> None:
        right(connection)
        connection.execute(f"PRAGMA {pragma}").close()

    with planted(sql_engine, "set_up_sqlite", wrong):
        yield


@contextmanager
def full_disk_passed_over() -> Iterator[None]:
    """What could not be written is taken for written."""
    right = store.OfficeDatabase.write

    @contextmanager
    def wrong(database: Any) -> Iterator[Any]:
        with suppress(Refused), right(database) as session:
            yield session

    with planted(store.OfficeDatabase, "write", wrong):
        yield


@contextmanager
def failures_taken_for_done() -> Iterator[None]:
    """The portal calls done what its database could not write."""
    right = routes.apply_batch

    def wrong(connection: Any, uai: str, batch: list[Change]) -> list[ChangeAnswer]:
        try:
            with connection.begin_nested():
                return right(connection, uai, batch)
        except DBAPIError:
            return [ChangeAnswer(id=change.id, outcome="done") for change in batch]

    with planted(routes, "apply_batch", wrong):
        yield


@contextmanager
def own_passwords_end_with_sheets() -> Iterator[None]:
    """The portal lets a new sheet of the office end the password that the family has chosen."""
    right = account_changes.plan_account

    def plan(change: Any, known: Any) -> Any:
        planned = right(change, known)
        return dataclasses.replace(planned, ends_own_password=planned.credential is CredentialEffect.TAKE)

    with planted(account_changes, "plan_account", plan):
        yield


@contextmanager
def receipt_kept_alone() -> Iterator[None]:
    """Keep a receipt before its entries are written."""
    right = entries.add_receipt

    def wrong(session: Any, *arguments: Any, **options: Any) -> Any:
        record = right(session, *arguments, **options)
        session.connection().exec_driver_sql("COMMIT")
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        return record

    with planted(entries, "add_receipt", wrong):
        yield
