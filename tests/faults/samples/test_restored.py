"""A portal put back from a backup and declared so: every office stops and asks, and what was on its way is refused."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.faults.world import Case, Ground, ground_on, small
from tests.people import LOUISA_DURAND, LUKASZ
from tests.portal.conftest import run_alone
from tests.portal.office import Office
from tests.portal.site import OWN
from turbo_admin.office.outbox import pairing
from turbo_admin.office.reconcile.reconciling import carry_out, plan_reconciliation
from turbo_admin.outside.portal.portal_client import PortalClient
from turbo_admin.portal.base.database import parse_url
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.store import schools


class Backup:
    """A whole copy of the portal's database, made by PostgreSQL itself."""

    def __init__(self, server_url: str, ground: Ground) -> None:
        self._server, self._name = server_url, str(parse_url(ground.portal.superuser_url).database)
        self._copy(self._name, f"{self._name}_saved")

    def restore(self) -> None:
        """Put it back."""
        run_alone(self._server, f'DROP DATABASE "{self._name}" WITH (FORCE)')
        self._copy(f"{self._name}_saved", self._name)

    def close(self) -> None:
        """Throw it away."""
        run_alone(self._server, f'DROP DATABASE "{self._name}_saved"')

    def _copy(self, source: str, goal: str) -> None:
        # Nobody may be in a database that is copied.
        run_alone(
            self._server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{source}'"
        )
        run_alone(self._server, f'CREATE DATABASE "{goal}" TEMPLATE "{source}"')


@pytest.fixture
def ground(postgres: Any) -> Iterator[Ground]:
    """A portal of the test's own: it is dropped and put back."""
    with ground_on(postgres.superuser_url) as ground:
        yield ground


@pytest.fixture
def case(postgres: Any, ground: Ground) -> Iterator[Case]:
    """An office and its portal; the portal is put back as it was before their last exchange."""
    case = small(ground)
    with case.desk():
        pass
    backup = Backup(postgres.superuser_url, ground)
    assert case.sync().ok
    backup.restore()
    yield case
    backup.close()


def declare_restored(ground: Ground) -> dict[str, str]:
    """Run the host's command; the pairing codes, by UAI."""
    done = subprocess.run(
        [sys.executable, "-m", "turbo_admin", "portal", "restored", "--database", ground.portal.url(OWNER)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        line.split()[0]: line.split()[1]
        for line in done.stdout.splitlines()
        if re.match(r"\d{7}[A-Z] ", line)
    }


def test_every_office_stops_and_asks_and_reconciling_mends_both_sides(ground: Ground, case: Case) -> None:
    codes = declare_restored(ground)
    assert set(codes) == {case.uai, ground.portal.uai, ground.portal.other_uai}
    # As many events as the office has heard, and more: only the epoch tells that they are others.
    case.ask(LUKASZ)
    case.ask(LOUISA_DURAND)
    before = case.facts()
    summary = case.sync()
    assert summary.schools[0].error_code == "unknown_epoch"
    assert case.facts() == before
    with case.desk() as desk:
        pairing.pair(desk, ground.url, codes[case.uai])
        carry_out(desk, plan_reconciliation(desk, case.uai))
    assert case.sync().ok
    asked = {
        one
        for (one,) in ground.portal.rows(
            "SELECT request_id FROM account_request WHERE school_id = :uai", uai=case.uai
        )
    }
    with case.desk() as desk, desk.database.read() as session:
        known = set(session.scalars(text("SELECT id FROM account_request")))
    assert len(asked) == 5
    assert asked <= known
    assert case.sync().ok


def test_what_was_still_on_its_way_from_an_office_is_refused(ground: Ground, case: Case) -> None:
    with case.desk() as desk, desk.database.read() as session:
        epoch, school = schools.epoch(session), schools.school(session, case.uai)
        key = desk.vault.portal_key(epoch, case.uai)
    late = Office(ground.url, epoch=epoch, key=key, portal_epoch=school.portal_epoch)
    assert late.send(late.diner("d-late", rev=9000)) == [("done", "")]
    declare_restored(ground)
    with PortalClient(ground.url, key=key, office_epoch=epoch, portal_epoch=school.portal_epoch) as client:
        assert client.hello().portal_epoch != school.portal_epoch
    changes = late.call("POST", "changes", b'{"changes": []}')
    assert (changes.status, changes.code) == (409, "unknown_epoch")


def test_whoever_was_signed_in_has_to_sign_in_again(ground: Ground) -> None:
    people, visitor = ground.site.settled_family()
    assert visitor.space().status_code == 200
    declare_restored(ground)
    assert visitor.space().status_code == 303
    assert visitor.sign_in(people.login, OWN).status_code == 303
    assert visitor.space().status_code == 200
