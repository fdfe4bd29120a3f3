"""Identifiants, provisional passwords, tokens and their hashes."""

import re
import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_admin.core.credentials import rules
from turbo_admin.core.credentials.rules import (
    PASSWORD_ALPHABET,
    draw_login,
    draw_provisional,
    draw_token,
    expiry,
    hash_all,
    hash_password,
    hash_token,
    matching_hash,
    needs_rehash,
    new_salt,
    salt_of,
    tidy_password,
)

SALT = bytes(range(16))


def nobody(_login: str) -> bool:
    return False


def test_a_provisional_password_is_three_groups_of_four_letters_that_cannot_be_confused() -> None:
    password = draw_provisional().password
    assert re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", password)
    assert set(PASSWORD_ALPHABET).isdisjoint("ilo01")
    assert set(password) - {"-"} <= set(PASSWORD_ALPHABET)


def test_a_provisional_password_holds_more_than_the_50_bits_asked_for() -> None:
    assert len(PASSWORD_ALPHABET) == len(set(PASSWORD_ALPHABET))
    assert len(PASSWORD_ALPHABET) ** 12 > 2**59


def test_no_two_draws_are_alike() -> None:
    drawn = [draw_provisional() for _ in range(200)]
    assert len({one.password for one in drawn}) == len({one.link_token for one in drawn}) == 200


def test_tokens_travel_in_an_address_as_they_are() -> None:
    allowed = set(string.ascii_letters + string.digits + "-_")
    token, link = draw_token(), draw_provisional().link_token
    assert len(token) == 43
    assert len(link) == 22
    assert set(token + link) <= allowed


@pytest.mark.parametrize(
    ("first_name", "last_name", "initials"),
    [
        ("Léa", "Nguyen", "ln"),
        ("Łukasz", "Şahin", "ls"),
        ("Élise", "Đặng", "ed"),
        ("Ørjan", "D’Aubigné", "od"),
        ("李", "王", "xx"),
        ("", "", "xx"),
    ],
)
def test_an_identifiant_is_two_initials_and_six_digits(
    first_name: str, last_name: str, initials: str
) -> None:
    assert re.fullmatch(initials + "[1-9][0-9]{5}", draw_login(first_name, last_name, nobody))


def test_an_identifiant_in_use_is_drawn_again() -> None:
    refused: list[str] = []

    def taken(login: str) -> bool:
        refused.append(login)
        return len(refused) < 4

    assert draw_login("Léa", "Martin", taken) == refused[-1]
    assert len(refused) == 4


@pytest.mark.parametrize(
    "typed",
    ["k7mf-9xwq-3tpa", " K7MF-9XWQ-3TPA ", "k7mf 9xwq 3tpa", "k7mf – 9xwq – 3tpa", "K7mf-9xWQ 3tpa\n"],
)
def test_a_provisional_password_may_be_spaced_and_capitalised(typed: str) -> None:
    assert tidy_password(typed) == "k7mf-9xwq-3tpa"


def test_twelve_letters_in_a_run_are_provisional_only_where_nothing_else_can_be() -> None:
    assert tidy_password("k7mf9xwq3tpa", provisional_only=True) == "k7mf-9xwq-3tpa"
    assert tidy_password("k7mf9xwq3tpa") == "k7mf9xwq3tpa"


@pytest.mark.parametrize("own", ["  deux espaces ", "Été 2026 à la mer", "k7mf-9xwq", "MAJUSCULES-ET-TIRETS"])
def test_a_password_of_ones_own_is_kept_to_the_letter(own: str) -> None:
    assert tidy_password(own) == own


def test_accents_typed_in_two_ways_are_one_password() -> None:
    composed, combined = "\u00c9t\u00e9 en C\u00e9vennes", "E\u0301te\u0301 en Ce\u0301vennes"
    assert composed != combined
    assert hash_password(composed, SALT) == hash_password(combined, SALT)


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing(typed: str) -> None:
    assert tidy_password(tidy_password(typed)) == tidy_password(typed)


def test_a_hash_is_argon2id_with_the_advised_parameters() -> None:
    assert hash_password("phrase de passe", SALT).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_all_passwords_of_an_account_share_its_salt() -> None:
    salt = new_salt()
    hashes = [hash_password(password, salt) for password in ("le premier mot", "le second mot")]
    assert {salt_of(hashed) for hashed in hashes} == {salt}
    assert matching_hash(hashes, "le second mot") == 1
    assert matching_hash(hashes, "un autre mot") is None


def test_a_hash_with_another_salt_is_recognised_too() -> None:
    hashes = [hash_password("un", new_salt()), hash_password("deux", new_salt())]
    assert [matching_hash(hashes, password) for password in ("un", "deux", "trois")] == [0, 1, None]


@pytest.mark.parametrize(
    "damaged", ["", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$%%%$x", "plain text", "$" * 9]
)
def test_a_damaged_hash_matches_nothing_and_breaks_nothing(damaged: str) -> None:
    good = hash_password("juste", SALT)
    assert matching_hash([damaged, good], "juste") == 1
    assert matching_hash([damaged], "juste") is None


def test_nobody_signs_in_where_there_is_no_hash() -> None:
    assert matching_hash([], "peu importe") is None


def test_weaker_hashes_are_to_be_renewed() -> None:
    weaker = rules.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("mot")
    assert needs_rehash(weaker)
    assert not needs_rehash(hash_password("mot"))


def test_many_passwords_are_hashed_in_order_and_counted() -> None:
    wanted = [(f"mot de passe {number}", SALT) for number in range(6)]
    heard: list[tuple[int, int]] = []
    hashes = hash_all(wanted, report=lambda done, total: heard.append((done, total)))
    assert hashes == [hash_password(password, salt) for password, salt in wanted]
    assert heard == [(number, 6) for number in range(1, 7)]


def test_hashing_stops_when_the_clerk_does() -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        hash_all([("mot", SALT)] * 50, report=stop)


def test_nothing_to_hash_is_nothing() -> None:
    assert hash_all([]) == []


def test_a_token_is_stored_as_something_else() -> None:
    token = draw_token()
    assert re.fullmatch(r"[0-9a-f]{64}", hash_token(token))
    assert token not in hash_token(token)


@pytest.mark.parametrize(
    ("issued", "days", "on_paper", "last_day"),
    [
        ("2026-11-23T09:00", 30, False, "2026-12-23"),
        ("2026-11-23T09:00", 90, True, "2027-02-21"),
        ("2026-06-15T09:00", 90, True, "2026-09-13"),
        ("2026-06-16T09:00", 90, True, "2026-09-30"),
        ("2026-06-16T09:00", 30, False, "2026-07-16"),
        ("2026-09-20T09:00", 90, True, "2026-12-19"),
        ("2026-09-27T09:00", 2, True, "2026-09-30"),
        ("2026-09-30T09:00", 1, True, "2026-10-01"),
        # Half past eleven at night in UTC is already the next day in Paris.
        ("2026-06-15T23:30", 30, True, "2026-09-30"),
    ],
)
def test_a_password_expires_at_the_end_of_a_day_in_paris(
    issued: str, days: int, on_paper: bool, last_day: str
) -> None:
    at = datetime.fromisoformat(issued).replace(tzinfo=UTC)
    end = expiry(at, days, on_paper=on_paper).astimezone(rules.PARIS)
    assert end.isoformat().startswith(f"{last_day}T23:59:59")
