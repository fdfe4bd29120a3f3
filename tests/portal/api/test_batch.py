"""What the office tells the portal: states by revision, acts once, refusals in words, all of it safe to repeat."""

import uuid
from typing import Any

import msgspec
import pytest

from tests.database_work import counted_work
from tests.portal.api.outcomes import ALREADY, DONE, ask, recomputed_sums, refused
from tests.portal.conftest import Portal
from tests.portal.office import HASH, SOON, Office
from turbo_admin.core.credentials.rules import draw_provisional, hash_token
from turbo_admin.portal.api.batch import apply_batch
from turbo_admin.portal.schools.registry import find_school
from turbo_admin.protocol import codec
from turbo_admin.protocol.messages import Change, ChangeAnswers, ChangeBatch
from turbo_admin.protocol.settings import SchoolClosure, Settings
from turbo_admin.protocol.states import AccountRequestState, AccountState, Credential, DinerState

ANSWERED = AccountRequestState(
    card="04217",
    last_name="MARTIN",
    first_name="Léa",
    email="asker@exemple.fr",
    received_at=SOON,
    answer="answered",
    decision=1,
    account_id="a1",
)


def test_a_batch_sent_again_is_already_there(portal: Portal, office: Office) -> None:
    ask(portal)
    secret = draw_provisional()
    batch = [
        office.change("settings", "school", Settings(name="Collège Neuf")),
        office.diner(),
        office.issue(link_hash=hash_token(secret.link_token)),
        office.change("request", "r1", ANSWERED),
        office.mail(secret),
    ]
    assert office.send(*batch) == [DONE] * 5
    before = [portal.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("diner", "account", "mail")]
    assert office.send(*batch) == [ALREADY] * 5
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


def test_a_body_written_otherwise_is_another_content(office: Office) -> None:
    """The proof covers the bytes as they were sent."""
    one = Change(
        id="1", rev=7, kind="diner", key="d", body=msgspec.Raw(b'{"last_name":"M","first_name":"L"}')
    )
    other = Change(
        id="2", rev=7, kind="diner", key="d", body=msgspec.Raw(b'{ "first_name":"L", "last_name":"M" }')
    )
    assert office.send(one, other) == [DONE, refused("other_content")]


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


@pytest.mark.parametrize("name", ["email", "request_alert_email", "mail_reply_to"])
def test_an_address_of_the_settings_that_is_none_is_refused(office: Office, name: str) -> None:
    for typed in ("bureau", "a@exemple.fr\r\nBcc: b@exemple.fr", "a@exemple.fr, b@exemple.fr"):
        settings = office.change("settings", "school", Settings(**{"name": "Collège", name: typed}))
        assert office.send(settings) == [refused("bad_address")]
    assert office.send(office.change("settings", "school", Settings(**{"name": "Collège", name: ""}))) == [
        DONE
    ]


def test_settings_are_obeyed_at_once(portal: Portal, office: Office) -> None:
    settings = Settings(
        name="Collège Neuf",
        welcome="Bonjour",
        payment_blocked=True,
        closures=(SchoolClosure(first="2026-12-19", last="2027-01-03", label="Noël"),),  # type: ignore[arg-type]
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


def test_the_same_batch_from_two_workstations_at_once_is_applied_once(portal: Portal, office: Office) -> None:
    from concurrent.futures import ThreadPoolExecutor

    secret = draw_provisional()
    batch = [office.diner(), office.issue(link_hash=hash_token(secret.link_token)), office.mail(secret)]
    with ThreadPoolExecutor(4) as pool:
        outcomes = [sending.result() for sending in [pool.submit(office.send, *batch) for _ in range(4)]]
    assert sorted(outcomes) == [[ALREADY] * 3] * 3 + [[DONE] * 3]
    assert portal.rows("SELECT count(*) FROM mail") == [(1,)]


def _body(kind: str, place: int) -> msgspec.Struct:
    if kind == "diner":
        return DinerState(last_name="MARTIN", first_name=f"Léa {place}", class_name="5 A")
    if kind == "account":
        credential = Credential(number=1, link_hash=uuid.uuid4().hex * 2, expires_at=SOON)
        return AccountState(login=uuid.uuid4().hex, credential=credential)
    return msgspec.structs.replace(ANSWERED, answer="open", account_id="")


@pytest.mark.parametrize("kind", ["diner", "account", "request"])
def test_a_thousand_states_take_as_many_statements_as_ten(portal: Portal, kind: str) -> None:
    def batch(number: int, size: int) -> list[Change]:
        return [
            Change(
                id=f"{number}-{place}",
                rev=number * 1000 + place + 1,
                kind=kind,
                key=f"k{number}-{place}",
                body=codec.raw(_body(kind, place)),
                password_hash=HASH if kind == "account" else "",
            )
            for place in range(size)
        ]

    statements = []
    for number, size in enumerate((10, 1000, 10, 1000)):
        with counted_work() as work, portal.database.school(portal.uai) as connection:
            answers = apply_batch(connection, portal.uai, batch(number, size))
        assert {answer.outcome for answer in answers} == {"done"}
        statements.append(work.statements)
    assert statements[2:] == [statements[0]] * 2
    assert portal.rows("SELECT count(*) FROM change_state") == [(2_020,)]


def test_after_each_act_the_sums_are_those_of_what_is_held(portal: Portal, office: Office) -> None:
    ask(portal)
    steps = [
        [office.change("settings", "school", Settings(name="Collège"))],
        [office.diner("d1"), office.diner("d2")],
        [office.issue(), office.issue("a2")],
        [office.change("request", "r1", ANSWERED)],
        [office.diner("d1", first_name="Autre"), office.diner("d1", first_name="Léa")],
        [office.issue(number=2), office.account("a2", email="a1@exemple.fr")],
        [office.change("diner", "d2", None)],
        [
            office.diner("d2", life=2),
            office.change("account", "a2", None),
            office.change("demain", "x", ANSWERED),
        ],
    ]
    counts = []
    for step in steps:
        answers: ChangeAnswers = office.call("POST", "changes", ChangeBatch(changes=step)).read(ChangeAnswers)
        assert answers.sums == recomputed_sums(portal) == office.events().sums
        counts.append({kind: one.count for kind, one in answers.sums.items()})
    assert counts[3] == {"settings": 1, "diner": 2, "account": 2, "request": 1}
    assert counts[6:] == [
        {"settings": 1, "diner": 1, "account": 2, "request": 1},
        {"settings": 1, "diner": 2, "account": 1, "request": 1},
    ]


def test_the_greatest_revision_before_a_batch_is_told_with_it(office: Office) -> None:
    def former(*changes: Change) -> int:
        answers: ChangeAnswers = office.call("POST", "changes", ChangeBatch(changes=list(changes))).read(
            ChangeAnswers
        )
        return answers.former_rev

    assert former(office.diner(rev=4)) == 0
    assert former(office.diner("d2", rev=9), office.diner("d3", rev=2)) == 4
    assert former() == 9
