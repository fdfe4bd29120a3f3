"""The migration to the second version of the protocol, on a database in use, up and down and up again."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from sqlalchemy import text

from tests.portal.api.outcomes import DONE, recomputed_sums, refused
from tests.portal.conftest import Portal
from tests.portal.office import Office
from tests.portal.site import OWN, Site
from turbo_admin.core.credentials.rules import (
    Provisional,
    draw_provisional,
    hash_password,
    hash_token,
    new_salt,
)
from turbo_admin.portal.base.roles import OWNER, alembic_config

# A database of the first version, as its portal left it.
_ROWS = (
    "INSERT INTO diner VALUES (:uai, 'd1', 'MARTIN', 'Léa', '5 A')",
    "INSERT INTO account (school_id, account_id, login, email, email_key, created_at, generation, family_rev)"
    " VALUES (:uai, 'a1', 'lm482711', 'a1@exemple.fr', 'a1@exemple.fr', now(), 2, 1)",
    "INSERT INTO attachment VALUES (:uai, 'a1', 'd1')",
    "INSERT INTO provisional VALUES (:uai, 'a1', 'office', :hash, :link, now(), now() + interval '30 days')",
    "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at, state)"
    " VALUES (:uai, 'r1', '1', 'M', 'L', 'x@exemple.fr', now(), 'refused'),"
    " (:uai, 'r2', '1', 'M', 'L', 'y@exemple.fr', now(), 'received')",
    "INSERT INTO change_state VALUES (:uai, 'diner', 'd1', 7, 'old hash')",
    "INSERT INTO applied_change VALUES (:uai, 'account.issue', 'i1', 'old hash', now()),"
    " (:uai, 'mail.credentials', 'm1', 'old hash', now())",
    "UPDATE school SET last_rev = 7 WHERE school_id = :uai",
)


@pytest.fixture
def paper(portal: Portal) -> Provisional:
    """A sheet that was handed over under the first version; the portal is of the second one since."""
    secret = draw_provisional()
    values = {
        "uai": portal.uai,
        "hash": hash_password(secret.password, new_salt()),
        "link": hash_token(secret.link_token),
    }
    migrate_to(portal, "0011")
    for row in _ROWS:
        portal.rows(row, **{name: value for name, value in values.items() if f":{name}" in row})
    migrate_to(portal, "head")
    return secret


def migrate_to(portal: Portal, revision: str) -> None:
    with portal.superuser.host() as connection:
        connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
        config = alembic_config(connection)
        if revision == "head":
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)


def test_what_was_told_is_forgotten_and_what_was_done_is_not(portal: Portal, paper: Provisional) -> None:
    assert portal.rows("SELECT count(*) FROM change_state") == [(0,)]
    assert portal.rows("SELECT kind, key, content_hash FROM applied_change ORDER BY 1") == [
        ("account.issue", "i1", ""),
        ("mail.credentials", "m1", ""),
    ]
    assert portal.rows("SELECT request_id, decision, mailed_decision FROM account_request ORDER BY 1") == [
        ("r1", 1, 1),
        ("r2", 0, 0),
    ]
    assert portal.rows("SELECT number, ended, generation, family_rev FROM account") == [(0, 0, 2, 1)]
    assert portal.rows("SELECT last_rev FROM school WHERE school_id = :uai", uai=portal.uai) == [(7,)]


def test_it_goes_down_and_up_again_with_its_rows(portal: Portal, paper: Provisional) -> None:
    portal.rows(
        "INSERT INTO change_state VALUES (:uai, 'diner', 'd1', 9, :digest)", uai=portal.uai, digest="a" * 32
    )
    migrate_to(portal, "0011")
    assert portal.rows("SELECT still_opens('a1', 'x')") == [(None,)]
    assert portal.rows("SELECT count(*) FROM change_state") == [(0,)]
    for table in ("account", "provisional", "diner"):
        assert portal.rows(f"SELECT count(*) FROM {table}") == [(1,)]
    migrate_to(portal, "head")
    assert portal.rows("SELECT number FROM provisional") == [(0,)]


@pytest.mark.parametrize(
    "told", ["before", "after its state", "after a state of another sheet", "after none"]
)
def test_a_paper_of_the_first_version_opens_unless_the_office_says_otherwise(
    portal: Portal, paper: Provisional, told: str
) -> None:
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)
    with Site(portal) as site:
        site.clock.at = datetime.now(UTC)
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        if told == "after its state":
            change = office.issue(
                number=3,
                link_hash=hash_token(paper.link_token),
                expires_at=later,
                password_hash="",
                family_rev=1,
            )
            assert office.send(office.diner(), change) == [DONE] * 2
            assert portal.rows("SELECT number, expires_at FROM provisional") == [(3, later)]
        elif told == "after none":
            assert office.send(office.diner(), office.account(ended=3, family_rev=1)) == [DONE] * 2
        elif told == "after a state of another sheet":
            other = office.issue(number=3, password_hash="", family_rev=1)
            assert office.send(office.diner(), other) == [DONE, refused("unknown_credential")]
            assert office.send(office.issue(number=3, family_rev=1)) == [DONE]
        assert office.events().sums == recomputed_sums(portal)
        visitor = site.visitor()
        opens = visitor.sign_in("lm482711", paper.password).status_code == 303
        assert opens == (told in {"before", "after its state"})
        if told == "after its state":
            assert (
                visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303
            )
            assert [(event.kind) for event in office.events().events] == [
                "credential.spent",
                "account.activated",
            ]
            # Counts of the first version are never lowered.
            assert portal.rows("SELECT generation, ended FROM account") == [(2, 3)]


def test_a_request_that_waits_for_its_confirmation_gets_the_page_of_its_state(portal: Portal) -> None:
    migrate_to(portal, "0013")
    portal.rows(
        "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at,"
        " confirm_hash) VALUES (:uai, 'r1', '1', 'M', 'L', 'x@exemple.fr', now(), 'hash'),"
        " (:uai, 'r2', '1', 'M', 'L', 'y@exemple.fr', now(), NULL)",
        uai=portal.uai,
    )
    migrate_to(portal, "head")
    assert portal.rows("SELECT link_hash, trapped, asked_by FROM account_request ORDER BY request_id") == [
        ("hash", False, ""),
        (None, False, ""),
    ]
    migrate_to(portal, "0013")
    assert portal.rows("SELECT confirm_hash FROM account_request ORDER BY request_id") == [("hash",), (None,)]
