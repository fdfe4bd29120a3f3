"""A one-time code becomes a key, and binds a school to one office database."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.portal.conftest import Portal
from tests.portal.office import Office
from tests.portal.site import Site
from turbo_admin.cli import main
from turbo_admin.core.credentials.rules import hash_token
from turbo_admin.portal.base.roles import OWNER
from turbo_admin.portal.schools import pairing
from turbo_admin.portal.schools.registry import add_school
from turbo_admin.protocol.agreement import BindRequest
from turbo_admin.protocol.messages import PairAnswer


@pytest.fixture
def site(portal: Portal) -> Iterator[Site]:
    with Site(portal) as site:
        yield site


def test_a_code_gives_a_key_that_the_api_accepts(site: Site) -> None:
    office = Office(site.base)
    answer: PairAnswer = office.pair(site.portal.code).read(PairAnswer)
    assert (answer.uai, answer.school_name) == (site.uai, "Collège de l’Exemple")
    assert answer.key.startswith(f"{site.uai}.")
    assert len(answer.mail_public_key) == 32
    assert answer.public_url == site.base
    assert office.call("GET", "hello").status == 200


def test_neither_code_nor_key_is_kept_in_clear(site: Site) -> None:
    office = Office(site.base)
    office.pair(site.portal.code)
    kept = str(site.portal.rows("SELECT * FROM workstation_key")) + str(
        site.portal.rows("SELECT * FROM pairing_code")
    )
    assert office.key not in kept
    assert office.key.partition(".")[2] not in kept
    assert site.portal.code not in kept
    assert site.portal.rows("SELECT key_hash FROM workstation_key") == [(hash_token(office.key),)]


@pytest.mark.parametrize("typed", ["{}", "  {} ", "{lower}", "{spaced}", "{joined}"])
def test_a_code_may_be_typed_as_people_type(site: Site, typed: str) -> None:
    code = site.portal.code
    variants = {
        "lower": code.lower(),
        "spaced": code.replace("-", " "),
        "joined": code.replace("-", "").upper(),
    }
    assert Office(site.base).pair(typed.format(code, **variants)).status == 200


def test_a_code_serves_once(site: Site) -> None:
    office = Office(site.base)
    assert office.pair(site.portal.code).status == 200
    again = office.pair(site.portal.code)
    assert (again.status, again.code) == (403, "bad_code")


def test_a_second_workstation_of_the_same_office_has_a_key_of_its_own(site: Site) -> None:
    first = Office(site.base)
    first.pair(site.portal.code)
    second = Office(site.base, epoch=first.epoch)
    second.pair(add_school(site.portal.owner, site.uai, "x"))
    assert first.key != second.key
    assert [office.call("GET", "hello").status for office in (first, second)] == [200, 200]


@pytest.mark.parametrize(
    "code", ["", "x", "0990001N", "0990001N-aaaa-aaaa-aaaa", "0990009X-aaaa-aaaa-aaaa", "é" * 90]
)
def test_a_wrong_code_is_refused(site: Site, code: str) -> None:
    answer = Office(site.base).pair(code or "-")
    assert (answer.status, answer.code) == (403, "bad_code")


def test_the_code_of_a_school_does_not_open_another(site: Site) -> None:
    stolen = site.portal.code.replace(site.uai, site.portal.other_uai)
    assert Office(site.base).pair(stolen).code == "bad_code"


def test_an_expired_code_is_refused(site: Site) -> None:
    site.portal.rows("UPDATE pairing_code SET expires_at = now() - interval '1 second'")
    assert Office(site.base).pair(site.portal.code).code == "bad_code"


def test_another_office_is_refused_and_the_code_stays_good(site: Site) -> None:
    first, second = Office(site.base), Office(site.base)
    first.pair(site.portal.code)
    code = add_school(site.portal.owner, site.uai, "x")
    answer = second.pair(code)
    assert (answer.status, answer.code) == (409, "bound_elsewhere")
    assert first.pair(code).status == 200


def test_the_key_of_another_base_lists_and_binds_and_the_former_one_is_shut_out_only_then(site: Site) -> None:
    first, second = Office(site.base), Office(site.base)
    first.pair(site.portal.code)
    first.send(first.diner(rev=41))
    code = add_school(site.portal.owner, site.uai, "x")
    answer: PairAnswer = second.pair(code, replace=True).read(PairAnswer)
    assert answer.last_rev == 41
    assert second.pair(code, replace=True).code == "bad_code"
    assert second.call("GET", "events?after=0").code == "unknown_epoch"
    assert second.call("GET", "states?kind=diner").status == 200
    assert first.call("GET", "events?after=0").status == 200
    moved = BindRequest(to=second.epoch, seen_seq=0, seen_rev=40)
    assert second.call("POST", "bind", body=moved).code == "moved"
    seen = BindRequest(to=second.epoch, seen_seq=0, seen_rev=41)
    assert [second.call("POST", "bind", body=seen).status for _ in range(2)] == [200, 200]
    assert second.events().events == []
    assert first.call("GET", "events?after=0").code == "unknown_epoch"


def test_guesses_are_counted_and_then_refused_unread(site: Site) -> None:
    office = Office(site.base)
    wrong = f"{site.uai}-aaaa-aaaa-aaaa"
    codes = [office.pair(wrong).code for _ in range(pairing.TRIES)]
    assert set(codes) == {"bad_code"}
    answer = office.pair(site.portal.code)
    assert (answer.status, answer.code) == (429, "slow_down")
    # The other school, and the same one later, are not held back.
    assert office.pair(site.portal.other_code).status == 200
    site.portal.rows("UPDATE throttle SET window_start = window_start - interval '16 minutes'")
    assert Office(site.base).pair(site.portal.code).status == 200


def test_a_code_lasts_seven_days(portal: Portal) -> None:
    now = datetime.now(UTC)
    uai, code = pairing.tidy_code(portal.code) or ("", "")
    for later, outcome in (
        (timedelta(days=7, minutes=1), pairing.PairingRefusal.BAD_CODE),
        (timedelta(days=6), None),
    ):
        with portal.database.school(uai) as connection:
            found = pairing.pair(
                connection, uai, code, office_epoch="e", workstation="p", replace=False, now=now + later
            )
        assert found == outcome or (outcome is None and isinstance(found, pairing.NewKey))


def test_a_new_code_ends_the_one_that_was_not_used(site: Site) -> None:
    again = add_school(site.portal.owner, site.uai, "x")
    assert Office(site.base).pair(site.portal.code).status == 403
    assert Office(site.base).pair(again).status == 200


def test_several_codes_are_valid_when_that_is_asked_for(site: Site) -> None:
    again = add_school(site.portal.owner, site.uai, "x", keep_codes=True)
    first, second = Office(site.base), Office(site.base)
    assert first.pair(site.portal.code).status == 200
    second.epoch = first.epoch
    assert second.pair(again).status == 200


def test_codes_that_wait_are_listed_and_cancelled(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    address = ("--database", site.portal.url(OWNER))

    def said(*words: str) -> list[str]:
        capsys.readouterr()
        assert main(["portal", *words, *address]) == 0
        return capsys.readouterr().out.splitlines()

    add_school(site.portal.owner, site.uai, "x", keep_codes=True)
    lines = [json.loads(line) for line in said("codes", "list", "--school", site.uai, "--json")]
    assert [sorted(line) for line in lines] == [["created", "expires", "uai"]] * 2
    assert all(line["uai"] == site.uai for line in lines)
    # The other school's, too; never the code itself.
    assert len(said("codes", "list")) == 3
    assert site.portal.code.split("-")[1] not in "".join(said("codes", "list"))
    assert said("codes", "cancel", site.uai) == ["2"]
    assert said("codes", "cancel", site.uai) == ["0"]
    assert Office(site.base).pair(site.portal.code).status == 403
    assert Office(site.base).pair(site.portal.other_code).status == 200
    assert said("codes", "list") == []
