"""`turbo-admin settings`."""

import pytest

from tests.cli.conftest import Office
from tests.people import SCHOOL_NAME, UAI

SCHOOL = ("--school", UAI)


def test_settings_are_shown_by_name(office: Office) -> None:
    [shown] = office.lines("settings", "show", *SCHOOL)
    assert (shown["name"], shown["delay_hours"], shown["payment_blocked"]) == (SCHOOL_NAME, 48, False)
    assert "delay_hours=48" in office.said("settings", "show", *SCHOOL)


def test_texts_switches_numbers_and_lists_are_set_and_told(office: Office) -> None:
    closure = 'closures=[{"first": "2026-12-21", "last": "2027-01-01", "label": "Noël"}]'
    [kept] = office.lines(
        "settings",
        "set",
        *SCHOOL,
        "welcome=Bonjour = bienvenue",
        "delay_hours=24",
        "payment_blocked=oui",
        closure,
    )
    assert (kept["welcome"], kept["delay_hours"], kept["payment_blocked"]) == (
        "Bonjour = bienvenue",
        24,
        True,
    )
    assert kept["closures"][0]["last"] == "2027-01-01"
    assert kept == office.lines("settings", "show", *SCHOOL)[0]
    office.synchronise()
    assert office.portal.of_kind("settings")[0].delay_hours == 24


@pytest.mark.parametrize(
    "wrong", ["nothing=1", "delay_hours=peut-être", "payment_blocked=3", 'opening_weekdays="lundi"']
)
def test_a_value_that_cannot_be_read_changes_nothing(office: Office, wrong: str) -> None:
    before = office.lines("settings", "show", *SCHOOL)
    assert office.run("settings", "set", *SCHOOL, "welcome=Autre", wrong) == 4
    assert office.lines("settings", "show", *SCHOOL) == before


def test_a_value_that_a_rule_forbids_is_refused(office: Office) -> None:
    assert "60" in office.refusal("settings", "set", *SCHOOL, "retention_months=400")
