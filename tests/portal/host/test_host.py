"""The host's commands: schools, figures, the queue, erasing, and the doctor, on a real portal."""

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from turbo_admin.core.errors import Refused
from turbo_admin.core.mails.payloads import RefusalData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.events import append_event
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.portal.base.told_states import ToldState, keep_told_states
from turbo_admin.portal.host.doctor import ExaminedPortal, examine
from turbo_admin.portal.host.erasing import erase_family, erase_old, erase_school, last_allowed, year_end
from turbo_admin.portal.mail.queue import queue_mail
from turbo_admin.portal.mail.queue_admin import mail_lines, resend, resend_failed
from turbo_admin.portal.mail.transport import open_transport
from turbo_admin.portal.schools.overview import school_lines, school_stats
from turbo_admin.protocol.canonical import state_digest
from turbo_admin.protocol.events import RequestConfirmed

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=400), NOW - timedelta(days=300)


def put_request(portal: Portal, one: str, at: datetime, email: str = "a@exemple.fr") -> None:
    portal.rows(
        "INSERT INTO account_request (school_id, request_id, card, last_name, first_name, email, received_at)"
        " VALUES (:uai, :one, '04217', 'MARTIN', 'Léa', :email, :at)",
        uai=portal.uai, one=one, at=at, email=email,
    )  # fmt: skip


def put_account(portal: Portal, one: str, state: str = "open", email: str = "a@exemple.fr") -> None:
    portal.rows(
        "INSERT INTO account (school_id, account_id, login, email, email_key, state, created_at)"
        " VALUES (:uai, :one, :one, :email, :email, :state, :now)",
        uai=portal.uai, one=one, email=email, state=state, now=LONG_AGO,
    )  # fmt: skip


def put_diner(portal: Portal, one: str, *accounts: str, left: bool = False) -> None:
    portal.rows(
        "INSERT INTO diner (school_id, diner_id, last_name, first_name, \"left\") VALUES (:uai, :one, 'M', 'L', :left)",
        uai=portal.uai, one=one, left=left,
    )  # fmt: skip
    for account in accounts:
        portal.rows(
            "INSERT INTO attachment (school_id, account_id, diner_id) VALUES (:uai, :account, :one)",
            uai=portal.uai, account=account, one=one,
        )  # fmt: skip


def put_mail(portal: Portal, to: str = "a@exemple.fr", kind: str = "refus", state: str = "failed") -> str:
    with portal.database.school(portal.uai) as connection:
        mail_id = queue_mail(connection, portal.uai, kind="refus", to=to, data=RefusalData(reason="non"))
    portal.rows(
        "UPDATE mail SET state = :state, kind = :kind WHERE mail_id = :one",
        state=state,
        kind=kind,
        one=mail_id,
    )
    return mail_id


def ids(portal: Portal, table: str) -> set[str]:
    return {
        one
        for (one,) in portal.rows(f"SELECT {table}_id FROM {'account_' if table == 'request' else ''}{table}")
    }


def test_the_host_sees_schools_in_numbers(portal: Portal) -> None:
    put_request(portal, "r1", NOW)
    put_account(portal, "ab100001")
    put_account(portal, "ab100002", "closed", "b@exemple.fr")
    put_diner(portal, "d1", "ab100001")
    put_diner(portal, "d2", left=True)
    put_mail(portal)
    lines = {line.uai: line for line in school_lines(portal.owner)}
    ours = lines[portal.uai]
    assert (ours.diners, ours.accounts, ours.requests, ours.mails_waiting, ours.mails_failed) == (
        1,
        1,
        1,
        0,
        1,
    )
    assert not ours.paired
    assert lines[portal.other_uai].diners == 0
    stats = {one.uai: one for one in school_stats(portal.owner, 30, now=NOW)}
    assert (stats[portal.uai].requests, stats[portal.uai].mails_failed) == (1, 1)
    assert "exemple.fr" not in repr((lines, stats))


def test_the_queue_shows_no_address_and_lets_a_mail_leave_again(portal: Portal) -> None:
    failed, waiting = put_mail(portal), put_mail(portal, "b@autre.fr", state="retry")
    (line,) = mail_lines(portal.owner, "failed")
    assert (line.mail_id, line.domain, line.state) == (failed, "exemple.fr", "failed")
    assert "a@" not in repr(line)
    assert [one.mail_id for one in mail_lines(portal.owner, "waiting", portal.uai)] == [waiting]
    assert mail_lines(portal.owner, "all", portal.other_uai) == []
    resend(portal.owner, failed)
    assert {one.mail_id for one in mail_lines(portal.owner, "waiting")} == {failed, waiting}
    with pytest.raises(Refused) as refusal:
        resend(portal.owner, "nobody")
    assert refusal.value.code == "portal_mail_unknown"


def test_a_mail_whose_password_is_erased_cannot_leave_again(portal: Portal) -> None:
    bare, other = put_mail(portal, kind="identifiants"), put_mail(portal)
    with pytest.raises(Refused) as refusal:
        resend(portal.owner, bare)
    assert refusal.value.code == "portal_mail_without_secret"
    assert resend_failed(portal.owner) == (1, 1)
    assert [line.mail_id for line in mail_lines(portal.owner, "waiting")] == [other]


def test_retention_takes_what_is_old_and_nothing_else(portal: Portal) -> None:
    put_request(portal, "old", LONG_AGO)
    put_request(portal, "young", LATELY)
    for one, state in (
        ("open", "open"),
        ("shut", "closed"),
        ("shut-lately", "closed"),
        ("gone", "open"),
        ("half", "open"),
    ):
        put_account(portal, one, state, f"{one}@exemple.fr")
    put_diner(portal, "there", "open", "half")
    put_diner(portal, "left", "gone", "half", left=True)
    put_diner(portal, "left-lately", left=True)
    portal.rows("UPDATE account SET closed_at = :at WHERE account_id = 'shut'", at=LONG_AGO)
    portal.rows("UPDATE account SET closed_at = :at WHERE account_id = 'shut-lately'", at=LATELY)
    portal.rows("UPDATE diner SET left_at = :at WHERE diner_id = 'left'", at=LONG_AGO)
    portal.rows("UPDATE diner SET left_at = :at WHERE diner_id = 'left-lately'", at=LATELY)
    portal.believe_clock(NOW)
    expected = Counter({"demandes": 1, "comptes": 2, "hôtes": 1})
    for really in (False, False, True):
        found = erase_old(portal.owner, really=really, now=NOW)
        assert found == {portal.uai: expected, portal.other_uai: Counter()}, really
    assert ids(portal, "request") == {"young"}
    assert ids(portal, "account") == {"open", "shut-lately", "half"}
    assert ids(portal, "diner") == {"there", "left-lately"}
    assert erase_old(portal.owner, portal.uai, really=True, now=NOW) == {portal.uai: Counter()}


def test_the_table_itself_notes_when_somebody_left_or_came_back(portal: Portal) -> None:
    put_account(portal, "x")
    put_diner(portal, "d")
    moments = "SELECT (SELECT closed_at FROM account) IS NULL, (SELECT left_at FROM diner) IS NULL"
    assert portal.rows(moments) == [(True, True)]
    portal.rows("UPDATE account SET state = 'closed'")
    portal.rows('UPDATE diner SET "left" = true')
    assert portal.rows(moments) == [(False, False)]
    portal.rows("UPDATE account SET state = 'open'")
    portal.rows('UPDATE diner SET "left" = false')
    assert portal.rows(moments) == [(True, True)]


def test_a_school_year_is_erased_once_it_is_a_year_old(portal: Portal) -> None:
    put_request(portal, "of 2024-2025", datetime(2025, 8, 31, 21, tzinfo=UTC))
    put_request(portal, "of 2025-2026", datetime(2025, 9, 2, tzinfo=UTC))
    assert year_end("2024-2025") == datetime(2025, 8, 31, 22, tzinfo=UTC)
    portal.believe_clock(NOW)
    erase_old(portal.owner, year="2024-2025", really=True, now=NOW)
    assert ids(portal, "request") == {"of 2025-2026"}
    for typed, code in (
        ("2025-2026", "school_year_too_young"),
        ("2024", "school_year_shape"),
        ("2024-2026", "school_year_shape"),
    ):
        with pytest.raises(Refused) as refusal:
            erase_old(portal.owner, year=typed, really=True, now=NOW)
        assert refusal.value.code == code
    assert last_allowed(datetime(2028, 2, 29, 12, tzinfo=UTC)) == datetime(2027, 2, 28, 12, tzinfo=UTC)


def test_a_family_is_erased_once_its_account_is_closed_and_the_office_has_heard(portal: Portal) -> None:
    put_request(portal, "r1", LATELY)
    put_request(portal, "r2", LATELY, "z@exemple.fr")
    put_account(portal, "ab100001")
    put_mail(portal)
    put_mail(portal, "z@exemple.fr")
    with portal.database.school(portal.uai) as connection:
        body = RequestConfirmed(request_id="r1", confirmed_at=NOW)
        append_event(connection, portal.uai, "request.confirmed", body, at=NOW)
    refused = []
    for step in ("UPDATE account SET state = 'closed'", "UPDATE event SET acknowledged_at = now()", ""):
        with pytest.raises(Refused) if step else _nothing() as refusal:
            found = erase_family(portal.owner, portal.uai, "A@Exemple.fr", really=True)
        if step:
            refused.append(refusal.value.code)
            portal.rows(step)
    assert refused == ["portal_account_open", "portal_events_unheard"]
    assert found == {"comptes": 1, "demandes": 1, "courriels": 1, "événements": 1}
    assert (ids(portal, "request"), ids(portal, "account")) == ({"r2"}, set())
    assert portal.rows("SELECT to_address FROM mail") == [("z@exemple.fr",)]
    assert portal.rows("SELECT kind, body FROM event ORDER BY seq") == [
        ("request.confirmed", None),
        ("state.erased", {"kind": "account", "key": "ab100001", "life": 1}),
        ("state.erased", {"kind": "request", "key": "r1", "life": 1}),
    ]
    with pytest.raises(Refused) as nobody:
        erase_family(portal.owner, portal.uai, "ab100001", really=True)
    assert nobody.value.code == "portal_nobody"


def test_an_open_account_that_no_office_knows_is_erased_when_asked_for(portal: Portal) -> None:
    put_account(portal, "ab100001")
    with pytest.raises(Refused):
        erase_family(portal.owner, portal.uai, "ab100001", really=True)
    found = erase_family(portal.owner, portal.uai, "ab100001", even_open=True, really=True)
    assert found == {"comptes": 1}
    # Should an office know it after all, it hears of it.
    assert portal.rows("SELECT kind, body->>'key' FROM event") == [("state.erased", "ab100001")]


def test_what_the_rule_erases_leaves_the_sums_and_is_told(portal: Portal) -> None:
    put_request(portal, "old", LONG_AGO)
    put_request(portal, "new", LATELY)
    digests = {key: state_digest("request", key, b"{}") for key in ("old", "new")}
    told = {("request", key): ToldState(1, digest, 1) for key, digest in digests.items()}
    with portal.database.school(portal.uai) as connection:
        keep_told_states(connection, portal.uai, told, {})
    portal.believe_clock(NOW)
    assert erase_old(portal.owner, portal.uai, really=False, now=NOW)[portal.uai] == {"demandes": 1}
    assert portal.rows("SELECT count FROM state_sum") == [(2,)]
    assert erase_old(portal.owner, portal.uai, really=True, now=NOW)[portal.uai] == {"demandes": 1}
    assert portal.rows("SELECT count, total FROM state_sum") == [(1, digests["new"])]
    assert portal.rows("SELECT kind, body FROM event") == [
        ("state.erased", {"kind": "request", "key": "old", "life": 1})
    ]


class _nothing:  # noqa: N801 (stands where pytest.raises does)
    def __enter__(self) -> "_nothing":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    value: Refused


def test_a_school_goes_whole_and_its_neighbour_stays(portal: Portal) -> None:
    put_request(portal, "r1", LATELY)
    put_account(portal, "ab100001")
    for uai in (portal.uai, portal.other_uai):
        portal.rows("INSERT INTO change_state VALUES (:uai, 'diner', 'd1', 1, 'h')", uai=uai)
    assert erase_school(portal.owner, portal.uai, really=False)["comptes"] == 1
    assert len(school_lines(portal.owner)) == 2
    found = erase_school(portal.owner, portal.uai, really=True)
    assert found == {"demandes": 1, "comptes": 1, "établissement": 1}
    assert [line.uai for line in school_lines(portal.owner)] == [portal.other_uai]
    of_schools = portal.rows(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'school_id'"
    )
    assert len(of_schools) > 15
    for (table,) in of_schools:
        left = portal.rows(f"SELECT count(*) FROM {table} WHERE school_id = :uai", uai=portal.uai)
        assert left == [(0,)], table
    assert portal.rows("SELECT count(*) FROM change_state WHERE school_id = :uai", uai=portal.other_uai) == [
        (1,)
    ]


def test_the_doctor_finds_a_healthy_portal_well_and_names_what_is_broken(
    portal: Portal, tmp_path: Path, smtp: Catcher
) -> None:
    def found(url: str) -> dict[str, tuple[str, str]]:
        patient = ExaminedPortal(portal.owner, tmp_path, open_transport(url) if url else None)
        return {one.part: (one.state, one.says) for one in examine(patient)}

    portal.rows(
        "UPDATE meta SET public_url = 'https://127.0.0.1:1', trusted_proxies = '127.0.0.1', hosted_by = 'Hébergeur'"
    )
    well = found(smtp.url)
    assert {part for part, (state, _) in well.items() if state != "bien"} == {"certificat"}
    assert well["certificat"][0] == "en panne"
    assert "--mail" in found("")["serveur de courriel"][1]
    assert found("smtp://127.0.0.1:1")["serveur de courriel"][0] == "en panne"
    put_mail(portal)
    portal.rows("UPDATE mail SET created_at = now() - interval '2 hours', state = 'queued'")
    portal.rows("ALTER TABLE mail NO FORCE ROW LEVEL SECURITY")
    sick = found(smtp.url)
    assert "portal work" in sick["file des courriels"][1]
    assert (sick["cloisons entre écoles"][0], "mail" in sick["cloisons entre écoles"][1]) == (
        "en panne",
        True,
    )
    portal.rows("UPDATE alembic_version SET version_num = '0001'")
    older = found(smtp.url)
    assert "portal migrate" in older["base de données"][1]
    # What reads tables that an older version may lack is not tried.
    assert "file des courriels" not in older


def told(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = portal_command(*arguments)
    assert done.returncode == 0, done.stderr
    return done


def test_mails_that_cannot_leave_again_are_counted_in_words(portal: Portal) -> None:
    at = ["--database", portal.url(OWNER)]
    for number, words in ((1, "1\u00a0courriel portait un"), (2, "2\u00a0courriels portaient un")):
        put_mail(portal, f"{number}@exemple.fr", kind="identifiants")
        again = told("mail", "resend", "--failed", *at)
        assert (again.stdout, words in again.stderr) == ("0\n", True), again.stderr


def test_the_host_commands_speak_french_and_erase_only_when_told(portal: Portal) -> None:
    put_request(portal, "r1", LONG_AGO)
    mail_id = put_mail(portal)
    at = ["--database", portal.url(OWNER)]
    listed = told("schools", *at).stdout
    assert "Collège de l’Exemple" in listed
    assert "0\u00a0poste  " in listed
    assert "1\u00a0demande en attente  courriels\u00a0: 0 en attente, 1 en échec" in listed
    assert (
        "0\u00a0demande (0\u00a0acceptée, 0\u00a0refusée)  comptes\u00a0: 0\u00a0ouvert"
        in told("stats", *at).stdout
    )
    assert [json.loads(line)["uai"] for line in told("stats", "--json", *at).stdout.splitlines()] == [
        portal.uai,
        portal.other_uai,
    ]
    listed = told("mail", "list", *at).stdout
    assert mail_id in listed
    assert "(s)" not in listed
    assert "a@exemple.fr" not in listed
    told("mail", "resend", mail_id, *at)
    portal.believe_clock(datetime.now(UTC))
    dry = told("erase", "old", *at)
    assert "demandes\u00a0: 1" in dry.stdout
    assert "--yes" in dry.stderr
    assert ids(portal, "request") == {"r1"}
    assert told("erase", "old", "--yes", *at).stderr == ""
    assert ids(portal, "request") == set()
    sick = portal_command("doctor", "--json", "--mail", "smtp://127.0.0.1:1", *at)
    assert sick.returncode == 3
    assert {json.loads(line)["state"] for line in sick.stdout.splitlines()} >= {"bien", "en panne"}
