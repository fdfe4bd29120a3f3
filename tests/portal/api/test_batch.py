"""What the office tells the portal: states by revision, acts once, refusals in words, all of it safe to repeat."""

import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.portal.conftest import Portal
from tests.portal.office import HASH, SOON, Office
from tests.portal.site import Site
from turbo_admin.core.credentials.rules import draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import new_mail_key, public_mail_key
from turbo_admin.core.sync.words import REFUSALS
from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.changes import AccountState, ClosureState, DinerState, RefuseRequest, Settings
from turbo_admin.protocol.messages import Change

DONE, ALREADY = ("done", ""), ("already", "")


def refused(reason: str) -> tuple[str, str]:
    assert reason in REFUSALS
    return ("refused", reason)


@pytest.fixture
def office(portal: Portal) -> Iterator[Office]:
    with Site(portal) as site:
        office = Office(site.base)
        assert office.pair(portal.code).status == 200
        yield office


def ask(portal: Portal, request_id: str = "r1", email: str = "asker@exemple.fr") -> None:
    portal.rows(
        "INSERT INTO account_request VALUES (:uai, :id, '04217', 'MARTIN', 'Léa', :email, now())",
        uai=portal.uai,
        id=request_id,
        email=email,
    )


def test_a_batch_sent_again_is_already_there(portal: Portal, office: Office) -> None:
    ask(portal)
    secret = draw_provisional()
    batch = [
        office.change("settings", "school", Settings(name="Collège Neuf")),
        office.diner(),
        office.issue(link_hash=hash_token(secret.link_token), request_ids=["r1"]),
        office.mail(secret),
    ]
    assert office.send(*batch) == [DONE] * 4
    before = [portal.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("diner", "account", "mail")]
    assert office.send(*batch) == [ALREADY] * 4
    assert [
        portal.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("diner", "account", "mail")
    ] == before


def test_a_late_older_revision_does_not_bring_the_old_value_back(portal: Portal, office: Office) -> None:
    old, new = office.diner(first_name="Lea"), office.diner(first_name="Léa")
    assert office.send(new) == [DONE]
    assert office.send(old) == [ALREADY]
    assert portal.rows("SELECT first_name FROM diner") == [("Léa",)]


def test_within_one_batch_the_greatest_revision_wins_whatever_the_order(
    portal: Portal, office: Office
) -> None:
    batch = [
        office.diner(rev=5, first_name="b"),
        office.diner(rev=4, first_name="a"),
        office.diner(rev=6, first_name="c"),
    ]
    assert office.send(*batch) == [DONE, ALREADY, DONE]
    assert portal.rows("SELECT first_name FROM diner") == [("c",)]


def test_what_was_taken_before_counts_beside_what_is_later_than_everything(
    portal: Portal, office: Office
) -> None:
    assert office.send(office.diner(rev=5, first_name="b")) == [DONE]
    batch = [
        office.diner(rev=9, first_name="d"),
        office.diner(rev=4, first_name="a"),
        office.diner("d2", rev=4, first_name="autre"),
        office.diner(rev=8, first_name="c"),
    ]
    assert office.send(*batch) == [DONE, ALREADY, DONE, ALREADY]
    assert portal.rows("SELECT first_name FROM diner ORDER BY diner_id") == [("d",), ("autre",)]


def test_an_equal_revision_with_another_content_is_refused_and_kept_apart(
    portal: Portal, office: Office
) -> None:
    assert office.send(office.diner(rev=3)) == [DONE]
    assert office.send(office.diner(rev=3, first_name="Autre")) == [refused("other_content")]
    assert portal.rows("SELECT first_name FROM diner") == [("Léa",)]


def test_an_act_with_another_content_under_the_same_id_is_refused(portal: Portal, office: Office) -> None:
    assert office.send(office.diner(), office.issue(act="i1")) == [DONE, DONE]
    assert office.send(office.issue(act="i1", login="autre1")) == [refused("other_content")]
    assert portal.rows("SELECT login FROM account") == [("lm482711",)]


def test_the_order_of_fields_is_no_other_content(office: Office) -> None:
    one = Change(
        id="1", rev=7, kind="diner", key="d", body=msgspec.Raw(b'{"last_name":"M","first_name":"L"}')
    )
    other = Change(
        id="2", rev=7, kind="diner", key="d", body=msgspec.Raw(b'{ "first_name":"L", "last_name":"M" }')
    )
    assert office.send(one, other) == [DONE, ALREADY]


def test_a_refused_act_may_be_corrected_under_the_same_id(portal: Portal, office: Office) -> None:
    assert office.send(office.issue(act="i1")) == [refused("unknown_diner")]
    assert portal.rows("SELECT count(*) FROM account") == [(0,)]
    assert office.send(office.diner(), office.issue(act="i1")) == [DONE, DONE]


def test_one_refusal_does_not_stop_the_others(portal: Portal, office: Office) -> None:
    batch = [
        office.diner("d1"),
        office.change("demain", "x", Settings(name="x")),
        Change(id="bad", rev=99, kind="diner", key="d2", body=msgspec.Raw(b'{"last_name": 3}')),
        office.diner("d3"),
    ]
    assert office.send(*batch) == [DONE, refused("unknown_kind"), refused("bad_body"), DONE]
    assert portal.rows("SELECT diner_id FROM diner ORDER BY 1") == [("d1",), ("d3",)]


@pytest.mark.parametrize("change", [
    {"body": b'{"last_name": "a\\u0000b", "first_name": "x"}'},
    {"body": b'{"last_name": "' + b"x" * 201 + b'", "first_name": "x"}'},
    {"body": b"[]"},
    {"key": "d\x001"},
    {"rev": 2**63},
    {"kind": "settings", "key": "lycee", "body": b'{"name": "x"}'},
    {"kind": "account", "key": "a", "body": b'{"login": " "}'},
    {"kind": "account", "key": "a", "body": b'{"login": "x", "state": "ouvert"}'},
])  # fmt: skip
def test_what_the_database_could_not_hold_is_refused_in_words(office: Office, change: dict[str, Any]) -> None:
    usual = {
        "id": "x",
        "rev": 50,
        "kind": "diner",
        "key": "d9",
        "body": b'{"last_name": "M", "first_name": "L"}',
    }
    values = {**usual, **change}
    assert office.send(Change(**{**values, "body": msgspec.Raw(values["body"])})) == [refused("bad_body")]
    assert office.send(office.diner()) == [DONE]


def test_settings_are_obeyed_at_once(portal: Portal, office: Office) -> None:
    settings = Settings(
        name="Collège Neuf",
        welcome="Bonjour",
        payment_blocked=True,
        closures=[ClosureState(first="2026-12-19", last="2027-01-03", label="Noël")],  # type: ignore[arg-type]
    )
    body = msgspec.Raw(msgspec.json.encode(settings))
    assert office.send(Change(id="s", rev=1, kind="settings", key="school", body=body)) == [DONE]
    with portal.database.school(portal.uai) as connection:
        school = find_school(connection, portal.uai)
    assert school is not None
    assert school.name == "Collège Neuf"
    assert school.settings == codec.decode(body, Settings)


def test_the_greatest_revision_taken_is_told(office: Office) -> None:
    office.send(office.diner(rev=12), office.diner("d2", rev=7))
    office.send(office.change("demain", "x", Settings(name="x"), rev=90))
    assert office.events().last_rev == 12


class TestIssue:
    def test_an_account_a_provisional_password_and_its_diners(self, portal: Portal, office: Office) -> None:
        ask(portal)
        office.send(office.diner("d1"), office.diner("d2"))
        issue = office.issue(
            diner_ids=["d2", "d1", "d2"], request_ids=["r1", "unknown"], email=" A1@Exemple.FR "
        )
        assert office.send(issue) == [DONE]
        assert portal.rows(
            "SELECT login, email, email_key, generation, state, password_hash FROM account"
        ) == [("lm482711", "A1@exemple.fr", "a1@exemple.fr", 0, "open", None)]
        assert portal.rows("SELECT origin, password_hash, link_hash, expires_at FROM provisional") == [
            ("office", HASH, hash_token("link of a1"), SOON)
        ]
        assert portal.rows("SELECT diner_id FROM attachment ORDER BY 1") == [("d1",), ("d2",)]
        assert portal.rows("SELECT state FROM account_request") == [("issued",)]

    def test_issuing_again_replaces_the_former_password_and_leaves_the_forgotten_one(
        self, portal: Portal, office: Office
    ) -> None:
        office.send(office.diner(), office.issue())
        portal.rows(
            "INSERT INTO provisional VALUES (:uai, 'a1', 'forgotten', 'h', 'l', now(), now())", uai=portal.uai
        )
        assert office.send(office.issue(act="again", link_hash=hash_token("new"))) == [DONE]
        assert portal.rows("SELECT origin, link_hash FROM provisional ORDER BY 1") == [
            ("forgotten", "l"),
            ("office", hash_token("new")),
        ]

    def test_a_password_chosen_meanwhile_is_not_overwritten(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.issue())
        portal.rows("UPDATE account SET generation = 1, password_hash = 'own'")
        portal.rows("DELETE FROM provisional")
        assert office.send(office.issue(act="again")) == [refused("superseded")]
        assert portal.rows("SELECT count(*) FROM provisional") == [(0,)]
        assert office.send(office.issue(act="again", generation=1)) == [DONE]
        assert portal.rows("SELECT password_hash FROM account") == [("own",)]

    @pytest.mark.parametrize(("values", "reason"), [
        ({"diner_ids": ["d1", "d9"]}, "unknown_diner"),
        ({"login": "LM482711"}, "login_taken"),
        ({"email": "A1@EXEMPLE.FR"}, "email_taken"),
        ({"email": "pas une adresse"}, "bad_address"),
        ({"password_hash": "$2b$12$" + "x" * 53}, "bad_body"),
        ({"password_hash": HASH.replace("m=19456", "m=9999999")}, "bad_body"),
        ({"link_hash": "Z" * 64}, "bad_body"),
        ({"link_hash": hash_token("link of a1")}, "conflict"),
    ])  # fmt: skip
    def test_a_refusal_leaves_no_trace(
        self, portal: Portal, office: Office, values: dict[str, Any], reason: str
    ) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.issue("a2", **values)) == [refused(reason)]
        for table in ("account", "provisional", "attachment", "applied_change"):
            assert portal.rows(f"SELECT count(*) FROM {table}") == [(1,)]

    def test_accounts_without_an_address_do_not_collide(self, office: Office) -> None:
        assert (
            office.send(office.diner(), office.issue("a1", email=""), office.issue("a2", email=""))
            == [DONE] * 3
        )

    def test_the_address_of_a_closed_account_is_free_again(self, office: Office) -> None:
        office.send(office.diner(), office.issue("a1", email="x@exemple.fr"))
        assert office.send(
            office.change("account", "a1", AccountState(login="lm482711", state="closed"))
        ) == [DONE]
        assert office.send(office.issue("a2", email="x@exemple.fr")) == [DONE]
        assert office.send(office.issue("a1", act="late")) == [refused("account_closed")]


class TestAccount:
    @pytest.fixture
    def holder(self, portal: Portal, office: Office) -> Office:
        """An office with an account that is signed in."""
        office.send(office.diner("d1"), office.diner("d2"), office.issue())
        portal.rows("INSERT INTO session VALUES (:uai, 't', 'a1', 'full', now(), now(), '')", uai=portal.uai)
        return office

    @pytest.mark.parametrize(
        ("state", "sessions", "provisionals"), [("open", 1, 1), ("blocked", 0, 1), ("closed", 0, 0)]
    )
    def test_blocking_or_closing_ends_the_sessions(
        self, portal: Portal, holder: Office, state: Any, sessions: int, provisionals: int
    ) -> None:
        body = AccountState(login="lm482711", email="a1@exemple.fr", state=state, diner_ids=["d1"])
        assert holder.send(holder.change("account", "a1", body)) == [DONE]
        assert portal.rows("SELECT state FROM account") == [(state,)]
        assert portal.rows("SELECT count(*) FROM session") == [(sessions,)]
        assert portal.rows("SELECT count(*) FROM provisional") == [(provisionals,)]

    def test_attachments_are_replaced(self, portal: Portal, holder: Office) -> None:
        body = AccountState(login="lm482711", diner_ids=["d2"])
        assert holder.send(holder.change("account", "a1", body)) == [DONE]
        assert portal.rows("SELECT diner_id FROM attachment") == [("d2",)]

    def test_an_account_may_be_told_before_its_password(self, holder: Office) -> None:
        body = AccountState(login="ab123456", diner_ids=["d1"])
        assert holder.send(holder.change("account", "a5", body)) == [DONE]
        assert holder.send(holder.issue("a5", login="ab123456")) == [DONE]

    def test_a_refused_state_may_come_again_with_the_same_revision(self, holder: Office) -> None:
        body = AccountState(login="lm482711", diner_ids=["d7"])
        change = holder.change("account", "a1", body)
        assert holder.send(change) == [refused("unknown_diner")]
        assert holder.send(holder.diner("d7"), change) == [DONE, DONE]


class TestMail:
    def test_the_mail_is_queued_once_with_what_it_needs(self, portal: Portal, office: Office) -> None:
        secret = office.issue_and_mail()
        mails = portal.rows(
            "SELECT mail_id, kind, to_address, state, account_id, data, sealed, expires_at FROM mail"
        )
        ((mail_id, kind, to, state, account, data, sealed, expires),) = mails
        assert (mail_id, kind, to, state, account, expires) == (
            "m-a1",
            "identifiants",
            "a1@exemple.fr",
            "queued",
            "a1",
            SOON,
        )
        assert (data["login"], data["diners"]) == ("lm482711", ["Léa MARTIN"])
        assert secret.password.encode() not in bytes(sealed)

    def test_a_mail_sealed_for_a_former_key_comes_back(self, office: Office) -> None:
        secret = draw_provisional()
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        office.mail_public_key = public_mail_key(new_mail_key())
        assert office.send(office.mail(secret)) == [refused("mail_key_changed")]

    def test_a_mail_about_a_replaced_password_comes_back(self, portal: Portal, office: Office) -> None:
        office.send(office.diner(), office.issue())
        assert office.send(office.mail(draw_provisional())) == [refused("superseded")]
        portal.rows("DELETE FROM provisional")
        assert office.send(office.mail(draw_provisional())) == [refused("superseded")]
        assert portal.rows("SELECT count(*) FROM mail") == [(0,)]

    @pytest.mark.parametrize(("values", "reason"), [
        ({"to": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "bad_address"),
        ({"to": "pas une adresse"}, "bad_address"),
    ])  # fmt: skip
    def test_a_wrong_address_comes_back(self, office: Office, values: dict[str, Any], reason: str) -> None:
        secret = draw_provisional()
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        assert office.send(office.mail(secret, **values)) == [refused(reason)]

    def test_an_account_that_is_not_open_gets_no_mail(self, office: Office) -> None:
        secret = draw_provisional()
        assert office.send(office.mail(secret)) == [refused("unknown_account")]
        office.send(office.diner(), office.issue(link_hash=hash_token(secret.link_token)))
        office.send(office.change("account", "a1", AccountState(login="lm482711", state="blocked")))
        assert office.send(office.mail(secret)) == [refused("account_closed")]


class TestRefuse:
    def refuse(
        self, office: Office, reason: str, act: str = "x1", request_id: str = "r1"
    ) -> list[tuple[str, str]]:
        return office.send(
            office.change("request.refuse", act, RefuseRequest(request_id=request_id, reason=reason))
        )

    def test_a_refusal_with_a_reason_is_mailed(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "Carte inconnue.") == [DONE]
        assert portal.rows("SELECT state FROM account_request") == [("refused",)]
        assert portal.rows("SELECT kind, to_address, request_id, data FROM mail") == [
            ("refus", "asker@exemple.fr", "r1", {"reason": "Carte inconnue.", "language": "fr"})
        ]

    def test_a_refusal_without_a_reason_mails_nothing(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "  \n ") == [DONE]
        assert portal.rows("SELECT count(*) FROM mail") == [(0,)]

    def test_a_request_is_answered_once(self, portal: Portal, office: Office) -> None:
        ask(portal)
        assert self.refuse(office, "non") == [DONE]
        assert self.refuse(office, "non", act="x2") == [refused("request_closed")]
        assert self.refuse(office, "non", request_id="r9", act="x3") == [refused("unknown_request")]
        assert portal.rows("SELECT count(*) FROM mail") == [(1,)]


def test_the_same_batch_from_two_workstations_at_once_is_applied_once(portal: Portal, office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    secret = draw_provisional()
    batch = [office.diner(), office.issue(link_hash=hash_token(secret.link_token)), office.mail(secret)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = [sending.result() for sending in [pool.submit(office.send, *batch) for _ in range(4)]]
    assert sorted(outcomes) == [[ALREADY] * 3] * 3 + [[DONE] * 3]
    assert portal.rows("SELECT count(*) FROM mail") == [(1,)]


def test_ten_thousand_diners_go_in_ten_batches_within_seconds(portal: Portal) -> None:
    def batch(number: int) -> list[Change]:
        return [
            Change(
                id=f"{number}-{place}",
                rev=number * 1000 + place + 1,
                kind="diner",
                key=f"d{number}-{place}",
                body=codec.raw(DinerState(last_name="MARTIN", first_name=f"Léa {place}", class_name="5 A")),
            )
            for place in range(1000)
        ]

    batches = [batch(number) for number in range(10)]
    began = time.perf_counter()
    for changes in batches:
        with portal.database.school(portal.uai) as connection:
            assert {answer.outcome for answer in apply_batch(connection, portal.uai, changes)} == {"done"}
    # About 1 s on an idle machine; a query a row would take a minute.
    assert time.perf_counter() - began < 10
    assert portal.rows("SELECT count(*) FROM diner") == [(10_000,)]
