"""A trouble of our own account, server or domain: the queue waits as a whole, the host is told, no mail is lost by it."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path

import pytest

from tests.portal.conftest import Portal
from tests.portal.forked_commands import portal_command
from tests.portal.queued import NOW, TO, queue, states, told
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.portal.host.doctor import ExaminedPortal, examine
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.queue_admin import mail_lines, resend
from turbo_admin.portal.mail.queue_state import QueueState, read_queue_state
from turbo_admin.portal.mail.sending import MailSender

QUOTA = (550, "5.4.5 Daily user sending limit exceeded")
HALF_A_MINUTE, HOUR = timedelta(seconds=30), timedelta(hours=1)


def queue_of(portal: Portal) -> QueueState:
    with portal.owner.host() as connection:
        return read_queue_state(connection)


def doctor(portal: Portal, data: Path) -> tuple[str, str]:
    """What it says of the sending of mails."""
    portal.rows("UPDATE meta SET public_url = 'https://127.0.0.1:1'")
    (found,) = [
        one for one in examine(ExaminedPortal(portal.owner, data, None)) if one.part == "envoi des courriels"
    ]
    return found.state, found.says


@pytest.mark.parametrize(("answer", "words"), [
    (QUOTA, "limite d’envoi du portail atteinte"),
    ((452, "4.5.3 Your message has too many recipients"), "limite d’envoi du portail atteinte"),
    ((421, "4.7.0 Our system has detected an unusual rate of mail"), "limite d’envoi du portail atteinte"),
    ((554, "5.7.1 <a@exemple.fr>: Relay access denied"), "le serveur de courriel ne relaie pas les courriels du portail"),
    ((530, "5.7.0 Authentication Required"), "le serveur de courriel refuse le compte du portail"),
    ((553, "5.7.1 <x@exemple.fr>: Sender address rejected: not owned by user"), "le serveur de courriel refuse l’adresse d’envoi"),
])  # fmt: skip
def test_a_trouble_of_ours_makes_every_mail_wait(
    portal: Portal, mailer: MailSender, smtp: Catcher, answer: tuple[int, str], words: str
) -> None:
    for name in "abc":
        queue(portal, f"{name}@exemple.fr")
        smtp.refuse(f"{name}@exemple.fr", *answer)
    queue(portal, "d@exemple.fr", uai=portal.other_uai)
    assert work_once(mailer, now=NOW) == 1
    assert work_once(mailer, now=NOW + HALF_A_MINUTE / 2) == 0
    assert smtp.messages == []
    assert {(state, attempts) for state, attempts, _ in states(portal)} == {("queued", 0)}
    assert portal.rows("SELECT count(sealed) FROM mail") == [(4,)]
    [(state, reason)] = told(portal)
    assert (state, reason.startswith(words), "@" in reason) == ("retry", True, False)


def test_the_queue_leaves_by_itself_when_the_server_takes_mails_again(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    for name in "abc":
        queue(portal, f"{name}@exemple.fr")
    smtp.refuse_all(*QUOTA)
    work_once(mailer, now=NOW)
    smtp.accept_all()
    assert work_once(mailer, now=NOW + HALF_A_MINUTE) == 3
    assert len(smtp.messages) == 3
    assert {state for state, *_ in states(portal)} == {"sent"}
    assert portal.rows("SELECT DISTINCT attempts FROM mail") == [(1,)]
    assert queue_of(portal).stopped_at is None


def test_one_mail_is_tried_after_each_wait_which_doubles_up_to_an_hour(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    for name in "abc":
        queue(portal, f"{name}@exemple.fr", expires_at=NOW + timedelta(days=30))
    smtp.refuse_all(*QUOTA)
    at, waits = NOW, []
    while at - NOW < timedelta(days=4):
        assert work_once(mailer, now=at) == 1
        until = queue_of(portal).until
        assert until is not None
        assert work_once(mailer, now=until - timedelta(seconds=1)) == 0
        waits.append(until - at)
        at = until
    assert waits[:8] == [HALF_A_MINUTE * 2**number for number in range(7)] + [HOUR]
    assert set(waits[8:]) == {HOUR}
    # Four days later nothing was given up, no try was counted, and the office has heard of it once a mail.
    assert {(state, attempts) for state, attempts, _ in states(portal)} == {("queued", 0)}
    assert [state for state, _ in told(portal)] == ["retry"] * 3
    # The two days that a mail is tried for begin with its own first refusal.
    smtp.accept_all()
    smtp.refuse("a@exemple.fr", 451, "4.7.1 later")
    assert work_once(mailer, now=at) == 3
    assert [state for state, *_ in states(portal)] == ["retry", "sent", "sent"]


def test_what_has_expired_meanwhile_is_told_without_asking_the_server(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    queue(portal, "a@exemple.fr")
    queue(portal, "b@exemple.fr", expires_at=NOW + timedelta(seconds=10))
    smtp.refuse("a@exemple.fr", *QUOTA)
    work_once(mailer, now=NOW)
    assert work_once(mailer, now=NOW + timedelta(seconds=10)) == 1
    assert [state for state, *_ in states(portal)] == ["queued", "failed"]


def test_a_mail_that_alone_meets_the_trouble_does_not_stop_the_others_for_ever(
    portal: Portal, mailer: MailSender, smtp: Catcher
) -> None:
    for name in "abcd":
        queue(portal, f"{name}@exemple.fr")
    smtp.refuse("a@exemple.fr", 554, "5.7.1 Relay access denied")
    at = NOW
    for _ in range(4):
        work_once(mailer, now=at)
        at += HALF_A_MINUTE
    assert len(smtp.messages) == 3
    assert [state for state, *_ in states(portal)] == ["queued", "sent", "sent", "sent"]
    queue(portal, "e@exemple.fr")
    assert work_once(mailer, now=at) == 1
    assert queue_of(portal).stopped_at is None


def test_the_host_is_told_by_the_doctor_the_list_and_the_log(
    portal: Portal, mailer: MailSender, smtp: Catcher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor(portal, tmp_path) == ("bien", "rien ne l’arrête")
    queue(portal)
    smtp.refuse(TO, 550, f"5.4.5 <{TO}> Daily user sending limit exceeded")
    work_once(mailer)
    logged = capsys.readouterr()
    assert "queue_stopped" in logged.out + logged.err
    assert "famille" not in logged.out + logged.err
    state, says = doctor(portal, tmp_path)
    assert state == "en panne"
    for words in (
        "arrêtée depuis le",
        "limite d’envoi",
        "Daily user sending limit exceeded",
        "Prochain essai",
        "À faire",
    ):
        assert words in says
    listed = portal_command("mail", "list", "--database", portal.url(OWNER))
    first, second = listed.stdout.splitlines()
    assert first.startswith("File des courriels\u00a0: arrêtée depuis le")
    assert "limite d’envoi du portail atteinte" in second
    as_json = portal_command("mail", "list", "--json", "--database", portal.url(OWNER))
    assert [json.loads(line)["attempts"] for line in as_json.stdout.splitlines()] == [0]
    assert "arrêtée" in as_json.stderr
    assert "famille" not in says + listed.stdout + as_json.stdout + as_json.stderr


def test_the_host_who_has_mended_it_need_not_wait(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    queue(portal, "a@exemple.fr")
    queue(portal, "b@exemple.fr")
    smtp.refuse_all(*QUOTA)
    work_once(mailer, now=NOW)
    smtp.accept_all()
    failed = mail_lines(portal.owner, "waiting")[0].mail_id
    portal.rows("UPDATE mail SET state = 'retry' WHERE mail_id = :one", one=failed)
    resend(portal.owner, failed, now=NOW + timedelta(seconds=1))
    assert work_once(mailer, now=NOW + timedelta(seconds=1)) >= 1
    assert queue_of(portal).stopped_at is None


@pytest.mark.parametrize("text", ["5.7.26 unauthenticated, DMARC", "5.7.1 Email rejected per SPF policy"])
def test_a_domain_that_is_not_trusted_is_told_to_the_host_and_never_taken_for_the_mailbox(
    portal: Portal, mailer: MailSender, smtp: Catcher, tmp_path: Path, text: str
) -> None:
    queue(portal, "a@exemple.fr")
    queue(portal, "b@autre.fr")
    smtp.refuse("a@exemple.fr", 554, text)
    assert work_once(mailer, now=NOW) == 2
    assert [(state, attempts) for state, attempts, _ in states(portal)] == [("retry", 1), ("sent", 1)]
    state, says = doctor(portal, tmp_path)
    assert (state, "SPF, DKIM ou DMARC" in says, "portal mail test" in says) == ("à voir", True, True)
    assert all("inconnue" not in reason for _, reason in told(portal))
    assert portal.rows("SELECT count(sealed) FROM mail WHERE to_address = 'a@exemple.fr'") == [(1,)]


def test_another_worker_waits_too(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    for name in "abc":
        queue(portal, f"{name}@exemple.fr")
    smtp.refuse_all(*QUOTA)
    work_once(mailer, now=NOW)
    smtp.accept_all()
    other = MailSender(portal.worker, mailer.transport, portal.mail_key)
    assert work_once(other, now=NOW + HALF_A_MINUTE / 2) == 0
    assert work_once(other, now=NOW + HALF_A_MINUTE) == 3


def test_the_words_of_a_server_reach_no_log(portal: Portal, mailer: MailSender, smtp: Catcher) -> None:
    queue(portal)
    smtp.refuse(TO, 550, f"5.0.0 <{TO}> famille: Pas aujourd’hui")
    written = io.StringIO()
    with redirect_stdout(written), redirect_stderr(written):
        work_once(mailer, now=NOW)
    assert told(portal) == [("failed", "refusé (550)\u00a0: «\u00a0Pas aujourd’hui\u00a0»")]
    assert "famille" not in written.getvalue() + repr(states(portal))
    assert "aujourd" not in written.getvalue()
