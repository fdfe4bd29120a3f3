"""Establishments, their pairing and their settings."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.office.conftest import Clock
from tests.office.portal_in_memory import PortalInMemory
from tests.office.sync.test_sync import ask
from tests.people import OTHER_UAI, SCHOOL_NAME, SITE_CODE, UAI
from turbo_admin.core.errors import Refused, TurboError
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.intake import lines as intake_lines
from turbo_admin.office.outbox import pairing
from turbo_admin.office.overview import home
from turbo_admin.office.settings import school_edits, school_settings, schools
from turbo_admin.office.sheets.poster import poster_pdf
from turbo_admin.office.sync.run import synchronise
from turbo_admin.protocol.settings import SchoolClosure

URL = "https://espace.exemple.fr"


def test_a_new_installation_is_shown_its_first_steps(bare_desk: Desk) -> None:
    shown = home.overview(bare_desk)
    assert shown.first_steps
    assert not shown.has_school
    assert shown.sync.text == "Aucun établissement relié au portail"


def test_a_school_is_added_once_and_with_a_true_code(bare_desk: Desk) -> None:
    school_edits.add_school(bare_desk, " 0990001n ", SCHOOL_NAME, "683")
    assert schools.schools(bare_desk)[0].site_code == "0683"
    for uai, name, site in (
        (UAI, "autre", ""),
        ("0990001A", "x", ""),
        ("12", "x", ""),
        (OTHER_UAI, " ", ""),
        (OTHER_UAI, "x", "abc"),
    ):
        with pytest.raises(Refused):
            school_edits.add_school(bare_desk, uai, name, site)


def test_pairing_a_school_that_is_not_known_adds_it(bare_desk: Desk) -> None:
    school = pairing.pair(bare_desk, URL, " CODE ")
    assert (school.name, school.paired, school.family_url) == (SCHOOL_NAME, True, f"{URL}/e/{UAI}")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://espace.exemple.fr", "CODE"),
        ("pas une adresse", "CODE"),
        ("ftp://espace.exemple.fr", "CODE"),
        ("https://u:p@espace.exemple.fr", "CODE"),
        (URL, ""),
        (URL, "FAUX"),
    ],
)
def test_a_bad_address_or_code_is_said_and_nothing_is_bound(bare_desk: Desk, url: str, code: str) -> None:
    with pytest.raises(TurboError) as error:
        pairing.pair(bare_desk, url, code)
    assert str(error.value)
    assert schools.schools(bare_desk) == []


def test_a_school_of_another_office_is_taken_only_when_told_to(
    bare_desk: Desk, portal: PortalInMemory
) -> None:
    portal.office_epoch = "another"
    with pytest.raises(Refused) as refusal:
        pairing.pair(bare_desk, URL, "CODE")
    assert refusal.value.code == "bound_elsewhere"
    assert pairing.pair(bare_desk, URL, "CODE", replace=True).paired


@pytest.mark.both_engines
def test_a_second_pc_joins_without_starting_again(
    desk: Desk, open_pc: Callable[[str], Desk], portal: PortalInMemory
) -> None:
    ask(portal)
    synchronise(desk)
    other = open_pc("paul")
    summary = synchronise(other)
    assert "code de liaison" in summary.sentence
    portal.codes.add("SECOND")
    pairing.pair(other, URL, "SECOND")
    assert synchronise(other).ok
    assert synchronise(desk).ok
    assert intake_lines.request_counts(desk).total == 1


def test_settings_come_back_as_they_were_saved(desk: Desk, portal: PortalInMemory) -> None:
    closure = SchoolClosure(date(2026, 12, 21), date(2027, 1, 3), "Noël", blocks_booking=True)
    wanted = school_settings.SchoolSettings(
        name="Collège des Tilleuls",
        address="1 rue Inventée\n99000 Exempleville",
        payment_blocked=True,
        opening_weekdays=(0, 1, 3),
        closures=(closure,),
        mail_days=15,
        site_code=SITE_CODE,
    )
    school_settings.save_settings(desk, UAI, wanted)
    assert school_settings.settings_of(desk, UAI) == wanted
    assert schools.schools(desk)[0].settings_waiting
    synchronise(desk)
    told = portal.of_kind("settings")[0]
    assert (told.payment_blocked, told.closures[0].label, told.mail_days) == (True, "Noël", 15)
    assert not schools.schools(desk)[0].settings_waiting


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"opening_weekdays": ()},
        {"mail_days": 0},
        {"paper_days": 1000},
        {"email": "pas une adresse"},
        {"phone": "0" * 300},
        {"closures": (SchoolClosure(date(2026, 12, 24), date(2026, 12, 20)),)},
    ],
)
def test_settings_that_cannot_be_are_refused(desk: Desk, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused) as refusal:
        school_settings.save_settings(
            desk, UAI, school_settings.SchoolSettings(**({"name": "École"} | wrong))
        )  # type: ignore[arg-type]
    assert str(refusal.value)
    assert school_settings.settings_of(desk, UAI).name == SCHOOL_NAME


def test_the_delay_counts_opening_days_and_the_overdue_come_first(
    desk: Desk, portal: PortalInMemory, clock: Clock
) -> None:
    late = ask(portal, received_at=clock() - timedelta(days=5))
    new = ask(portal, card="04218", first_name="Hugo", received_at=clock())
    synchronise(desk)
    lines = intake_lines.request_lines(desk)
    assert [line.id for line in lines] == [late, new]
    assert lines[0].hours_left < 0
    assert 47 < lines[1].hours_left <= 48
    assert intake_lines.request_counts(desk).overdue == 1
    school_settings.save_settings(
        desk,
        UAI,
        school_settings.SchoolSettings(
            name="École",
            closures=(SchoolClosure(clock().date(), clock().date() + timedelta(days=10)),),
        ),
    )
    assert intake_lines.request_line(desk, new).deadline > clock() + timedelta(days=11)


def test_the_home_page_counts_what_needs_doing(desk: Desk, portal: PortalInMemory) -> None:
    ask(portal)
    synchronise(desk)
    shown = home.overview(desk)
    assert not shown.first_steps
    assert (shown.open, shown.diners, shown.rejected_mails) == (1, 8, 0)
    assert home.per_day(desk)[-1][1] == 1
    assert "aujourd’hui" in shown.sync.text


def test_there_is_no_poster_without_a_link(bare_desk: Desk) -> None:
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME)
    with pytest.raises(Refused, match="pas encore relié"):
        poster_pdf(bare_desk, UAI)
