"""`turbo-admin reconcile`: what may be chosen on the command line."""

import pytest

from tests.cli.conftest import Office


@pytest.mark.parametrize(
    "typed",
    [
        ("--choose", "account:un"),
        ("--choose", "account=portal"),
        ("--choose", "account:un=rien"),
        ("--same", "un"),
    ],
)
def test_a_choice_written_otherwise_is_refused_with_an_example(
    office: Office, typed: tuple[str, str]
) -> None:
    assert "--choose account:ID=portal" in office.refusal("reconcile", *typed)
