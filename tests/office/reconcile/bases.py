"""Bases put back from a copy, new ones, and the way to agreement, for the tests of reconciling."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.office.conftest import Clock, import_people
from tests.office.credentials.answers import all_seen
from tests.office.portal_in_memory import PortalInMemory
from tests.people import LEA_MARTIN, SCHOOL_NAME, SITE_CODE, UAI, Person, make_received
from turbo_admin.core.sync.agreement import ProofOutcome
from turbo_admin.demo.stage import MemoryVault
from turbo_admin.office.credentials import from_requests
from turbo_admin.office.desk.context import Desk, open_desk
from turbo_admin.office.outbox import pairing
from turbo_admin.office.reconcile.adopting import Reconciled
from turbo_admin.office.reconcile.choices import PlanChoices, with_choices
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.office.settings import school_edits
from turbo_admin.office.sync.run import synchronise
from turbo_admin.office.sync.verifying import verify
from turbo_admin.store import accounts, diners, requests

# Opens a PC on a file, with the keyring of the test's first PC unless it is told to have a new one.
OpenFile = Callable[..., Desk]


@contextmanager
def opening(desk: Desk, clock: Clock, portal: PortalInMemory) -> Iterator[OpenFile]:
    """Give a way to open further bases, which are closed at the end."""
    with ExitStack() as opened:

        def open_one(path: Path, *, new_keyring: bool = False) -> Desk:
            other = open_desk(
                str(path),
                vault=MemoryVault() if new_keyring else desk.vault,
                now=clock,
                connect=portal.client,
                who="paul",
                workstation="PC-paul",
            )
            opened.callback(other.close)
            return other

        yield open_one


def copy_base(office_base: str, path: Path) -> Path:
    """Copy a SQLite base as it is now, while a desk has it open."""
    with sqlite3.connect(office_base) as source, sqlite3.connect(path) as target:
        source.backup(target)
    source.close()
    target.close()
    return path


def new_base(open_file: OpenFile, portal: PortalInMemory, folder: Path, people: Sequence[Person]) -> Desk:
    """Set up a base that has never spoken to the portal, with these people, and pair it by a code made for that."""
    desk = open_file(folder / "neuve.sqlite", new_keyring=True)
    school_edits.add_school(desk, UAI, SCHOOL_NAME, SITE_CODE)
    import_people(desk, people, folder)
    portal.codes.add("AUTRE CODE")
    pairing.pair(desk, "https://espace.exemple.fr", "AUTRE CODE", replace=True)
    return desk


def issue_to(desk: Desk, portal: PortalInMemory, person: Person = LEA_MARTIN) -> str:
    """Have a family ask and be given an account, and the portal told; return the account."""
    request = make_received(person)
    portal.tell("request.received", request)
    synchronise(desk)
    from_requests.issue(desk, [request.request_id], agreed=all_seen(desk, [request.request_id]))
    synchronise(desk)
    return account_of(desk, request.request_id)


def account_of(desk: Desk, request_id: str) -> str:
    """Return the account that answers a request."""
    with desk.database.read() as session:
        [record] = requests.requests_by_id(session, [request_id])
    assert record.account_id is not None, record
    return record.account_id


def stop_code(desk: Desk) -> str:
    """Synchronise, and return the code of what stopped it; empty when nothing did."""
    return synchronise(desk).schools[0].error_code


def bring_to_agree(desk: Desk, choices: PlanChoices | None = None) -> tuple[ReconcilePlan, Reconciled]:
    """Plan, choose, carry out and synchronise; both sides hold the same afterwards, as a proof and the rows say."""
    plan = with_choices(plan_reconciliation(desk, UAI), choices or {})
    done = carry_out(desk, plan)
    run = synchronise(desk).schools[0]
    assert (run.error, run.refused) == ("", 0), (run.error, run.kinds)
    assert run.proof.outcome is ProofOutcome.AGREED, run.proof
    assert verify(desk, UAI).lines == []
    return plan, done


def accounts_here(desk: Desk) -> dict[str, tuple[str, str]]:
    """Return the state and address of each account of the office."""
    with desk.database.read() as session:
        return {
            one.id: (one.state, one.email)
            for page in accounts.pages_of_accounts(session, UAI)
            for one in page
        }


def diner_ids(desk: Desk) -> dict[str, list[str]]:
    """Return the ids of the office's diners, by last and first name."""
    found: dict[str, list[str]] = {}
    with desk.database.read() as session:
        for page in diners.pages_of_diners(session, UAI):
            for one in page:
                found.setdefault(f"{one.last_name} {one.first_name}", []).append(one.id)
    return found
