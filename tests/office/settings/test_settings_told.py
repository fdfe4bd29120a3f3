"""Settings reach the portal after an update too: of the office's program, or of the portal."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.office.portal_in_memory import PortalInMemory
from tests.people import SCHOOL_NAME, UAI
from turbo_admin.core.mails.own import OwnText
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.settings.school_settings import save_settings, settings_of
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol import codec
from turbo_admin.protocol.settings import Settings
from turbo_admin.store import refused_changes, schools

OWN = (OwnText("identifiants", opening="Voici le compte de {prenom_nom}."),)


@pytest.fixture
def told(desk: Desk, portal: PortalInMemory) -> Callable[[], list[Settings]]:
    """Synchronises, and returns the settings that were told in that run; the first run is over."""

    def run() -> list[Settings]:
        before = len(portal.batches)
        summary = synchronise(desk)
        assert [one.error for one in summary.schools] == [""]
        sent = [change for batch in portal.batches[before:] for change in batch]
        assert {change.kind for change in sent} <= {"settings"}
        return [codec.decode(bytes(change.body), Settings) for change in sent]

    synchronise(desk)
    return run


def mark(desk: Desk, value: str | None = None) -> str:
    """Return what is kept of the last telling, after another has been put in its place."""
    with desk.database.write() as session:
        if value is not None:
            schools.update_school(session, UAI, settings_told=value)
        return schools.school(session, UAI).settings_told


def test_what_was_told_is_not_told_again(told: Callable[[], list[Settings]]) -> None:
    assert told() == told() == []


def test_saved_settings_are_told_once(desk: Desk, told: Callable[[], list[Settings]]) -> None:
    save_settings(desk, UAI, replace(settings_of(desk, UAI), mail_texts=OWN))
    [settings] = told()
    assert [one.opening for one in settings.mail_texts] == [OWN[0].opening]
    assert told() == []


def test_a_portal_that_has_come_to_read_more_is_told_what_it_dropped(
    desk: Desk, portal: PortalInMemory, told: Callable[[], list[Settings]]
) -> None:
    save_settings(desk, UAI, replace(settings_of(desk, UAI), mail_texts=OWN))
    told()
    portal.settings_read = "more"
    [settings] = told()
    assert [one.opening for one in settings.mail_texts] == [OWN[0].opening]
    assert told() == []


@pytest.mark.both_engines
def test_a_program_that_says_settings_otherwise_tells_them(
    desk: Desk, told: Callable[[], list[Settings]]
) -> None:
    # As a new version would find them: kept by the one before, without what has come since.
    with desk.database.write() as session:
        schools.update_school(session, UAI, settings={"welcome": "Bonjour"})
    assert [(one.name, one.welcome) for one in told()] == [(SCHOOL_NAME, "Bonjour")]
    assert told() == []


def test_a_pc_with_an_older_program_leaves_the_newer_one_s_word(
    desk: Desk, told: Callable[[], list[Settings]]
) -> None:
    mark(desk, "9999 what a newer version said")
    assert told() == []
    mark(desk, "0001 what an older version said")
    assert len(told()) == 1


def test_a_refusal_that_may_pass_is_sent_again_and_once_a_run(
    desk: Desk, portal: PortalInMemory, told: Callable[[], list[Settings]]
) -> None:
    portal.refusals["settings"] = ("bad_body", "Refusé.")
    mark(desk, "")
    assert len(told()) == 1
    assert len(told()) == 1
    with desk.database.read() as session:
        assert [one.kind for one in refused_changes.refused(session)] == ["settings"]
    portal.refusals.clear()
    assert len(told()) == 1
    assert told() == []


@pytest.mark.both_engines
def test_what_can_no_longer_be_said_stops_no_synchronisation(
    desk: Desk, told: Callable[[], list[Settings]]
) -> None:
    with desk.database.write() as session:
        schools.update_school(session, UAI, settings={"delay_hours": 5000}, settings_told="")
    assert told() == []
