"""Wrong clocks: a stored time in the future closes nothing, and what cannot be undone waits for a clock to be believed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.portal.conftest import Portal
from tests.portal.host.test_host import LONG_AGO, put_request
from tests.portal.queued import NOW, queue, states
from tests.portal.site import Clock
from turbo_admin.core.errors import Refused
from turbo_admin.demo.catcher import Catcher
from turbo_admin.portal.base.throttle import Limit, bucket, take
from turbo_admin.portal.host.cleaning import clean
from turbo_admin.portal.host.clock_watch import ClockWatch, read_clock_record, record_clock
from turbo_admin.portal.host.database_checks import check_database
from turbo_admin.portal.host.erasing import erase_old
from turbo_admin.portal.host.worker import work_once
from turbo_admin.portal.mail.sending import MailSender

YEAR = timedelta(days=365)
DAY_S = 24 * 3600.0


class Machine:
    """A clock that can be set, and the time that goes by."""

    def __init__(self) -> None:
        self.clock, self.elapsed_s = Clock(NOW), 100.0

    def watch(self) -> ClockWatch:
        return ClockWatch(self.clock, lambda: self.elapsed_s)

    def run(self, watch: ClockWatch, seconds: float, jump: timedelta = timedelta()) -> None:
        self.elapsed_s += seconds
        self.clock.at += timedelta(seconds=seconds) + jump
        watch.look()


def test_a_clock_is_believed_after_a_day() -> None:
    machine = Machine()
    watch = machine.watch()
    machine.run(watch, DAY_S - 1)
    assert not watch.is_steady
    machine.run(watch, 1)
    assert watch.is_steady


@pytest.mark.parametrize("jump", [YEAR, -YEAR, timedelta(hours=25)])
def test_a_jump_of_more_than_a_day_begins_anew(jump: timedelta) -> None:
    machine = Machine()
    watch = machine.watch()
    machine.run(watch, 2 * DAY_S)
    machine.run(watch, 60, jump)
    assert not watch.is_steady
    assert watch.since == machine.clock.at
    machine.run(watch, DAY_S)
    assert watch.is_steady


@pytest.mark.parametrize("jump", [timedelta(hours=23), timedelta(hours=-2)])
def test_a_clock_that_is_set_right_is_still_believed(jump: timedelta) -> None:
    machine = Machine()
    watch = machine.watch()
    machine.run(watch, 2 * DAY_S)
    machine.run(watch, 60, jump)
    assert watch.is_steady


def test_what_the_worker_has_seen_is_read_by_the_host(portal: Portal) -> None:
    assert not read_clock_record(portal.owner).is_steady(NOW)
    machine = Machine()
    watch = machine.watch()
    machine.run(watch, DAY_S)
    record_clock(portal.worker, watch)
    record = read_clock_record(portal.owner)
    assert record.is_steady(machine.clock.at)
    # The command's own clock is another than the worker's, or the worker has stopped since.
    assert not record.is_steady(machine.clock.at + YEAR)
    assert not record.is_steady(machine.clock.at - YEAR)


def test_nothing_is_cleaned_for_good_before_a_clock_is_believed(portal: Portal) -> None:
    queue(portal)
    late = NOW + YEAR
    clean(portal.worker, is_clock_steady=False, now=late)
    assert portal.rows("SELECT count(*) FROM provisional") == [(1,)]
    clean(portal.worker, is_clock_steady=True, now=late)
    assert portal.rows("SELECT count(*) FROM provisional") == [(0,)]


def test_old_data_is_erased_once_a_clock_is_believed(portal: Portal) -> None:
    put_request(portal, "old", LONG_AGO)
    assert erase_old(portal.owner, portal.uai, really=False)[portal.uai] == {"demandes": 1}
    with pytest.raises(Refused) as refusal:
        erase_old(portal.owner, portal.uai, really=True)
    assert refusal.value.code == "portal_clock_unsteady"
    portal.believe_clock(datetime.now(UTC))
    assert erase_old(portal.owner, portal.uai, really=True)[portal.uai] == {"demandes": 1}


def test_the_doctor_says_that_it_waits(portal: Portal) -> None:
    def said() -> str:
        (found,) = [one for one in check_database(portal.owner) if one.part == "ménage"]
        return found.says

    assert said().startswith("attend que le service des courriels ait tourné")
    portal.believe_clock(datetime.now(UTC))
    assert said() == "ce qui est périmé est effacé chaque heure"


def test_a_throttle_that_begins_in_the_future_is_over(portal: Portal) -> None:
    limit, key = Limit(timedelta(hours=24), (0,)), bucket("connexion", "a1")

    def tried(now: datetime) -> bool:
        with portal.database.school(portal.uai) as connection:
            return take(connection, portal.uai, key, limit, now=now)

    assert tried(NOW + YEAR)
    assert tried(NOW)
    # The window begins anew, and closes as ever.
    assert not tried(NOW + timedelta(minutes=1))
    # Two processes whose clocks differ by a moment count in one window.
    assert not tried(NOW - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("change", "leaves"),
    [
        ("next_at = :now + interval '1 year', state = 'retry'", True),
        ("next_at = :now + interval '4 hours', state = 'retry'", False),
        ("claimed_at = :now + interval '1 year', state = 'sending'", True),
        ("claimed_at = :now + interval '6 minutes', state = 'sending'", False),
    ],
)
def test_a_mail_waits_no_longer_than_its_longest_back_off(
    portal: Portal, mailer: MailSender, smtp: Catcher, change: str, leaves: bool
) -> None:
    queue(portal)
    portal.rows(f"UPDATE mail SET {change}".replace(":now", "CAST(:now AS timestamptz)"), now=NOW)
    work_once(mailer, now=NOW)
    assert len(smtp.messages) == leaves
    assert (states(portal)[0][0] == "sent") == leaves


@pytest.mark.parametrize(("stopped", "leaves"), [("1 year", True), ("30 minutes", False)])
def test_a_queue_is_stopped_no_longer_than_an_hour(
    portal: Portal, mailer: MailSender, smtp: Catcher, stopped: str, leaves: bool
) -> None:
    queue(portal)
    portal.rows(
        "UPDATE meta SET mail_stopped_at = :now, mail_stops = 1,"
        " mail_stopped_until = CAST(:now AS timestamptz) + CAST(:stopped AS interval)",
        now=NOW,
        stopped=stopped,
    )
    work_once(mailer, now=NOW)
    assert len(smtp.messages) == leaves
