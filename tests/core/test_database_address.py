"""Where an address of a database leads, with what libpq adds to it from its environment."""

import pytest

from turbo_admin.core.database_address import DatabaseLink, check_database_link
from turbo_admin.core.errors import Refused

_FAR = DatabaseLink(host="base.exemple.fr")


def judged(link: DatabaseLink, **environment: str) -> tuple[str, str]:
    """The code of the refusal, and what it names; empty when it is taken."""
    try:
        check_database_link(link, environment)
    except Refused as refused:
        return refused.code, str(refused.values.get("name", ""))
    return "", ""


@pytest.mark.parametrize(
    ("link", "environment", "named"),
    [
        (DatabaseLink(), {"PGHOST": "base.exemple.fr"}, "PGHOST"),
        (DatabaseLink(), {"PGHOST": "localhost,192.0.2.7", "PGSSLMODE": "verify-full"}, "PGHOST"),
        (DatabaseLink(host="localhost"), {"PGHOSTADDR": "192.0.2.7"}, "PGHOSTADDR"),
        (DatabaseLink(host="/run/postgresql"), {"PGSERVICE": "base"}, "PGSERVICE"),
        (DatabaseLink(service="base"), {}, "service"),
        (
            DatabaseLink(host="db", sslmode="verify-full"),
            {"PGSSLMINPROTOCOLVERSION": "TLSv1"},
            "PGSSLMINPROTOCOLVERSION",
        ),
    ],
)
def test_the_environment_leads_nowhere_by_itself(
    link: DatabaseLink, environment: dict[str, str], named: str
) -> None:
    assert judged(link, **environment) == ("database_environment", named)


def test_a_mode_of_the_environment_does_not_stand_for_the_address() -> None:
    assert judged(_FAR, PGSSLMODE="verify-full") == ("database_in_clear", "")
    assert judged(_FAR, PGSSLMODE="disable") == ("database_in_clear", "")


@pytest.mark.parametrize("mode", ["verify-full", "disable"])
def test_what_the_address_says_of_tls_holds_wherever_it_leads(mode: str) -> None:
    everything = {"PGHOST": "a", "PGHOSTADDR": "192.0.2.7", "PGSERVICE": "s", "PGSSLMODE": "allow"}
    assert judged(DatabaseLink(host="db", sslmode=mode), **everything) == ("", "")
    assert judged(DatabaseLink(sslmode=mode), **everything) == ("", "")


def test_variables_that_stay_here_or_that_the_address_overrides_change_nothing() -> None:
    assert judged(DatabaseLink(), PGHOST="/run/postgresql", PGHOSTADDR="127.0.0.1", PGSERVICE="") == ("", "")
    assert judged(DatabaseLink(host="localhost"), PGHOST="base.exemple.fr") == ("", "")
    assert judged(DatabaseLink(hostaddr="::1"), PGHOSTADDR="192.0.2.7", PGSSLMODE="disable") == ("", "")
