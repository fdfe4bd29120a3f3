"""The mail worker: each mail once, whatever dies; the office told; the secret erased."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.portal.conftest import Portal
from tests.portal.queued import LATER, NOW, TO, body, lend, queue, states, told
from turbo_admin.core.credentials.rules import Provisional, draw_provisional, hash_token
from turbo_admin.core.credentials.sealing import new_mail_key
from turbo_admin.core.errors import Unreachable
from turbo_admin.core.mails.payloads import ForgottenData, RefusalData, RequestData
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.host.cleaning import clean
from turbo_admin.portal.host.worker import publish_key, work_once
from turbo_admin.portal.mail.queue import queue_mail, seal
from turbo_admin.portal.mail.sending import BACK_OFF, MailSender, default_sender


def test_a_mail_leaves_with_its_secret_which_is_then_erased(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    secret = queue(portal)
    assert work_once(mailer, now=NOW) == 1
    (mail,) = smtp.messages
    assert secret.password in body(mail)
    assert f"https://cantine.exemple.fr/e/{portal.uai}/activer/{secret.link_token}" in body(mail)
    assert mail["From"].addresses[0].addr_spec == "ne-pas-repondre@cantine.exemple.fr"
    assert portal.rows("SELECT state, sealed, sent_at, claimed_at FROM mail") == [("sent", None, NOW, None)]
    assert told(portal) == [("sent", "")]
    assert work_once(mailer, now=NOW) == 0


def test_the_office_hears_which_mail_and_which_account(portal: Portal, mailer: MailSender) -> None:
    queue(portal)
    work_once(mailer, now=NOW)
    ((event,),) = portal.rows("SELECT body FROM event")
    ((mail_id,),) = portal.rows("SELECT mail_id FROM mail")
    assert (event["mail_id"], event["mail_kind"], event["account_id"]) == (mail_id, "identifiants", "a1")


def test_mails_that_the_office_did_not_ask_for_are_not_told(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    with portal.database.school(portal.uai) as connection:
        data = RequestData()
        sealed = seal(connection, Provisional("", "T" * 22))
        queue_mail(connection, portal.uai, kind="demande", to=TO, data=data, sealed=sealed)
    work_once(mailer)
    assert [str(mail["X-Turbo-Kind"]) for mail in smtp.messages] == ["demande"]
    assert "/confirmer/" + "T" * 22 in body(smtp.messages[0])
    assert told(portal) == []


def test_a_refused_address_fails_at_once_and_the_others_leave(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal, "a@exemple.fr")
    queue(portal, "b@exemple.fr")
    queue(portal, "c@exemple.fr", uai=portal.other_uai)
    smtp.refuse("b@exemple.fr", 550, "5.1.1 no such mailbox")
    assert work_once(mailer, now=NOW) == 3
    assert states(portal) == [("sent", 1, ""), ("failed", 1, "boîte inconnue"), ("sent", 1, "")]
    assert portal.rows("SELECT count(sealed) FROM mail") == [(0,)]
    assert sorted(told(portal)) == [("failed", "boîte inconnue"), ("sent", ""), ("sent", "")]


def test_a_server_that_is_down_delays_everything_and_loses_nothing(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    for name in "abc":
        queue(portal, f"{name}@exemple.fr")
    smtp.__exit__(None, None, None)
    assert work_once(mailer, now=NOW) == 1
    assert told(portal) == [("retry", "le serveur de courriel du portail ne répond pas")]
    smtp.__enter__()
    assert work_once(mailer, now=NOW) == 0
    assert work_once(mailer, now=NOW + timedelta(minutes=1)) == 3
    assert len(smtp.messages) == 3
    assert {state for state, *_ in states(portal)} == {"sent"}


def test_the_tries_are_spaced_then_given_up_after_two_days(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    smtp.refuse(TO, 451, "4.3.0 later")
    queue(portal)
    at, waits = NOW, []
    while portal.rows("SELECT state FROM mail") != [("failed",)]:
        assert work_once(mailer, now=at) == 1
        ((following,),) = portal.rows("SELECT next_at FROM mail")
        waits.append(following - at)
        at = following
    assert tuple(waits[:6]) == (*BACK_OFF, BACK_OFF[-1])
    assert timedelta(hours=48) <= at - waits[-1] - NOW < timedelta(hours=53)
    assert [state for state, _ in told(portal)] == ["retry", "failed"]
    assert portal.rows("SELECT sealed FROM mail") == [(None,)]


def test_each_try_bears_the_same_message_id(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    queue(portal)
    work_once(mailer, now=NOW)
    portal.rows("UPDATE mail SET state = 'retry', next_at = now() - interval '1 hour', sealed = NULL")
    work_once(mailer)
    first, second = smtp.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_what_has_expired_is_not_sent_any_more(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    queue(portal, expires_at=NOW + timedelta(hours=1))
    portal.rows("UPDATE mail SET state = 'retry', next_at = :at", at=NOW + timedelta(hours=3))
    assert work_once(mailer, now=NOW) == 0
    assert work_once(mailer, now=NOW + timedelta(hours=1)) == 1
    assert (smtp.messages, told(portal)) == ([], [("failed", "délai dépassé avant l’envoi")])
    assert portal.rows("SELECT sealed FROM mail") == [(None,)]


def test_a_secret_sealed_for_another_key_fails_and_is_told(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal)
    work_once(MailSender(mailer.database, mailer.transport, new_mail_key()), now=NOW)
    assert (smtp.messages, told(portal)) == ([], [("failed", "la clé des courriels du portail a changé")])


def test_a_mail_that_cannot_be_written_fails_and_the_others_leave(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal, "a@" + "x" * 70 + ".fr")
    queue(portal, "b@exemple.fr")
    assert work_once(mailer, now=NOW) == 2
    assert [state for state, *_ in states(portal)] == ["failed", "sent"]


def test_a_school_that_has_named_its_sender_and_its_answer_address(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    portal.rows(
        "UPDATE school SET settings = settings || CAST(:more AS jsonb) WHERE school_id = :uai",
        more='{"mail_sender_name": "Intendance\\r\\nBcc: x@exemple.fr", "email": "intendance@exemple.fr"}',
        uai=portal.uai,
    )
    queue(portal)
    work_once(mailer, now=NOW)
    (mail,) = smtp.messages
    assert mail["From"].addresses[0].display_name == "Intendance  Bcc: x@exemple.fr"
    assert mail["Reply-To"] == "intendance@exemple.fr"
    assert smtp.caught[0].recipients == (TO,)


def test_sealing_wants_a_worker_that_has_once_started(portal: Portal) -> None:
    portal.rows("UPDATE meta SET mail_public_key = NULL")
    with pytest.raises(Unreachable) as failure, portal.database.school(portal.uai) as connection:
        seal(connection, draw_provisional())
    assert failure.value.code == "portal_mail_key_missing"
    publish_key(portal.worker, portal.mail_key)
    with portal.database.school(portal.uai) as connection:
        assert seal(connection, draw_provisional())


def test_a_refused_transaction_queues_no_mail(portal: Portal, mailer: MailSender) -> None:
    def cut() -> None:
        with portal.database.school(portal.uai) as connection:
            queue_mail(connection, portal.uai, kind="refus", to=TO, data=RefusalData(reason="non"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut()
    assert work_once(mailer) == 0


def test_data_of_another_kind_is_not_queued(portal: Portal) -> None:
    with pytest.raises(TypeError), portal.database.school(portal.uai) as connection:
        queue_mail(connection, portal.uai, kind="refus", to=TO, data=RequestData())


@pytest.mark.parametrize(("url", "sender"), [
    ("https://cantine.exemple.fr", "ne-pas-repondre@cantine.exemple.fr"),
    ("http://127.0.0.1:8080", "ne-pas-repondre@localhost"),
    ("http://[::1]:8080", "ne-pas-repondre@localhost"),
    ("http://localhost:8080", "ne-pas-repondre@localhost"),
])  # fmt: skip
def test_the_sender_when_the_host_named_none(url: str, sender: str) -> None:
    assert default_sender(url) == sender


def test_cleaning_erases_what_has_served_and_nothing_else(portal: Portal) -> None:
    old, young = NOW - timedelta(days=31), NOW - timedelta(minutes=5)
    for uai in (portal.uai, portal.other_uai):
        with portal.superuser.host() as connection:
            for statement in (
                "INSERT INTO account (school_id, account_id, login, created_at) VALUES (:uai, 'a1', 'x', :old)",
                "INSERT INTO session VALUES (:uai, 'old', 'a1', 'full', :old, :old, ''),"
                " (:uai, 'idle', 'a1', 'full', :hour, :hour, ''), (:uai, 'young', 'a1', 'full', :young, :young, '')",
                "INSERT INTO throttle VALUES (:uai, 'old', :old, 1), (:uai, 'young', :young, 1)",
                "INSERT INTO provisional VALUES (:uai, 'a1', 'office', 'h', 'l1', :old, :young),"
                " (:uai, 'a1', 'forgotten', 'h', 'l2', :old, :later)",
                "INSERT INTO event VALUES (:uai, 1, 'e1', 'k', :old, '{}', :old), (:uai, 2, 'e2', 'k', :old, '{}', :young),"
                " (:uai, 3, 'e3', 'k', :old, '{}', NULL)",
            ):
                connection.execute(
                    text(statement),
                    {
                        "uai": uai,
                        "old": old,
                        "young": young,
                        "hour": NOW - timedelta(hours=1),
                        "later": LATER,
                    },
                )
    clean(portal.worker, is_clock_steady=True, now=NOW)
    assert portal.rows("SELECT token_hash FROM session") == [("young",), ("young",)]
    assert portal.rows("SELECT key FROM throttle") == [("young",), ("young",)]
    assert portal.rows("SELECT origin FROM provisional") == [("forgotten",), ("forgotten",)]
    assert portal.rows("SELECT seq, event_id FROM event WHERE body IS NULL") == [(1, "e1"), (1, "e1")]


def test_no_secret_stands_in_the_database_in_clear(portal: Portal, mailer: MailSender) -> None:
    secret = queue(portal)
    ((row,),) = portal.rows("SELECT CAST(mail AS text) FROM mail")
    for clear in (
        secret.password,
        secret.link_token,
        secret.password.encode().hex(),
        secret.link_token.encode().hex(),
    ):
        assert clear not in row


def test_a_mail_that_waits_does_not_leave_once_its_account_is_closed(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal)
    portal.rows("UPDATE account SET state = 'closed'")
    assert work_once(mailer, now=NOW) == 1
    assert smtp.messages == []
    assert portal.rows("SELECT state, sealed FROM mail") == [("failed", None)]
    [(state, reason)] = told(portal)
    assert state == "failed"
    assert "ne servent plus" in reason


@pytest.mark.parametrize("change", ["DELETE FROM provisional", "UPDATE provisional SET link_hash = 'other'"])
def test_a_mail_that_waits_does_not_leave_once_its_password_is_taken_back_used_or_replaced(
    portal: Portal, mailer: MailSender, smtp: Catcher, change: str
) -> None:
    queue(portal)
    portal.rows(change)
    work_once(mailer, now=NOW)
    assert smtp.messages == []
    assert [state for state, *_ in states(portal)] == ["failed"]


def test_a_mail_to_a_blocked_account_waits_until_it_is_open_again(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal)
    portal.rows("UPDATE account SET state = 'blocked'")
    work_once(mailer, now=NOW)
    assert smtp.messages == []
    assert states(portal) == [("retry", 1, "le compte est bloqué")]
    quarter = timedelta(minutes=15)
    for number in range(1, 20):
        work_once(mailer, now=NOW + number * quarter)
    portal.rows("UPDATE account SET state = 'open'")
    # However long it lasted, and not at the pace of a server that does not answer.
    work_once(mailer, now=NOW + 20 * quarter)
    assert len(smtp.messages) == 1


def test_a_forgotten_password_that_was_used_meanwhile_is_no_trouble_of_the_address(
    portal: Portal, mailer: MailSender
) -> None:
    secret = draw_provisional()
    with portal.database.school(portal.uai) as connection:
        data = ForgottenData(login="lm482716", expires_at=LATER)
        queue_mail(
            connection, portal.uai, kind="oubli", to=TO, data=data, sealed=seal(connection, secret),
            account_id=lend(portal, portal.uai, draw_provisional()), now=NOW,
        )  # fmt: skip
    work_once(mailer, now=NOW)
    assert [state for state, *_ in states(portal)] == ["failed"]
    assert told(portal) == []


def test_the_worker_learns_of_no_other_school_whether_a_mail_still_opens_something(portal: Portal) -> None:
    secret = draw_provisional()
    account = lend(portal, portal.uai, secret)
    values = {"account": account, "link": hash_token(secret.link_token), "address": TO}
    asked = text("SELECT still_opens(:account, :link, :address)")
    with portal.worker.school(portal.uai) as connection:
        assert connection.scalar(asked, values) == "open"
    with portal.worker.school(portal.other_uai) as connection:
        assert connection.scalar(asked, values) is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET email_key = 'autre@exemple.fr'",
        "UPDATE provisional SET number = 3; UPDATE account SET ended = 3",
        "DELETE FROM provisional",
    ],
    ids=["the address changed", "the number is dead", "replaced"],
)
def test_no_mail_leaves_for_a_dead_number_or_another_address(
    portal: Portal, mailer: MailSender, smtp: Catcher, change: str
) -> None:
    queue(portal)
    for statement in change.split("; "):
        portal.rows(statement)
    work_once(mailer, now=NOW)
    assert [state for state, *_ in states(portal)] == ["failed"]
    assert smtp.messages == []


def test_a_mail_leaves_while_its_number_is_live(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    queue(portal)
    portal.rows("UPDATE provisional SET number = 3")
    portal.rows("UPDATE account SET ended = 2")
    work_once(mailer, now=NOW)
    assert len(smtp.messages) == 1
