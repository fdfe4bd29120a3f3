"""The product made wrong on purpose: a campaign that does not see these sees nothing.

Each replaces a function of the product for the length of a `with`, in this process only; `program` enters them by name.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import msgspec
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from turbo_admin.core.errors import Refused
from turbo_admin.office.sync import exchange, receiving
from turbo_admin.portal.api import account_changes, routes
from turbo_admin.portal.api import batch as portal_changes
from turbo_admin.protocol.messages import Change, ChangeAnswer
from turbo_admin.store import schools
from turbo_admin.store.engine import database as store
from turbo_admin.store.engine import sql_engine
from turbo_admin.store.engine.ids import new_id

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
    right = portal_changes.APPLY["mail.credentials"]
    forgiving = text(f"{portal_changes._KEEP_ACTS} ON CONFLICT DO NOTHING")
    with ExitStack() as stack:
        stack.enter_context(planted(portal_changes._Memory, "outcome", lambda *_: None))
        stack.enter_context(planted(portal_changes, "_KEEP_ACTS", forgiving))
        stack.callback(portal_changes.APPLY.__setitem__, "mail.credentials", right)
        portal_changes.APPLY["mail.credentials"] = lambda context, _key, body: right(context, new_id(), body)
        yield


@contextmanager
def late_older_changes_applied() -> Iterator[None]:
    """The portal applies whatever arrives last, were it older than what it has."""

    def outcome(memory: Any, change: Change, digest: str) -> Any:
        known = memory.acts.get((change.kind, change.key))
        return None if known is None else "already" if known == digest else "refused"

    with planted(portal_changes._Memory, "outcome", outcome):
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
def generation_ignored() -> Iterator[None]:
    """The portal takes a password that the office drew before it knew of the family's own."""
    right = portal_changes.APPLY["account.issue"]

    def issue(context: Any, key: str, body: Any) -> None:
        right(context, key, msgspec.structs.replace(body, generation=2**31))

    with ExitStack() as stack:
        stack.callback(portal_changes.APPLY.__setitem__, "account.issue", right)
        portal_changes.APPLY["account.issue"] = issue
        yield


@contextmanager
def family_rev_ignored() -> Iterator[None]:
    """The portal takes what the office says of an account, whatever the family has done since."""
    with planted(account_changes, "replace", lambda account, **_: account):
        yield
