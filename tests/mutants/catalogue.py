"""The mutants: each moves one boundary of `core` by one step."""

from tests.mutants.edits import Mutant

_CORE, _TESTS = "turbo_admin/core", "tests/core"


def _mutant(name: str, module: str, old: str, new: str, *tests: str) -> Mutant:
    return Mutant(name, f"{_CORE}/{module}.py", old, new, tuple(f"{_TESTS}/{test}.py" for test in tests))


MUTANTS = (
    # What a secret is sealed for.
    _mutant(
        "purposes-swapped",
        "credentials/sealing",
        'b"turbo-admin mail 1", b"turbo-admin sheet 1"',
        'b"turbo-admin sheet 1", b"turbo-admin mail 1"',
        "credentials/test_sealing",
    ),
    _mutant(
        "one-purpose-for-both",
        "credentials/sealing",
        'b"turbo-admin sheet 1"',
        'b"turbo-admin mail 1"',
        "credentials/test_sealing",
    ),
    # Passwords and their expiry.
    _mutant(
        "paper-of-15-june", "credentials/rules", "(6, 15) <", "(6, 15) <=", "credentials/test_credentials"
    ),
    _mutant(
        "letters-beside-context",
        "credentials/passwords",
        "_LEFT_AT_LEAST = 6",
        "_LEFT_AT_LEAST = 5",
        "credentials/test_passwords",
    ),
    _mutant(
        "guesses-needed",
        "credentials/passwords",
        "< REFUSED_BELOW",
        "<= REFUSED_BELOW",
        "credentials/test_passwords",
    ),
    # Opening days and deadlines.
    _mutant(
        "last-day-of-a-closure",
        "intake/opening_hours",
        "self.first <= day <= self.last",
        "self.first <= day < self.last",
        "intake/test_opening_hours",
    ),
    _mutant(
        "overdue-at-the-deadline",
        "intake/opening_hours",
        "deadline(at, hours) < now",
        "deadline(at, hours) <= now",
        "intake/test_opening_hours",
    ),
    # docs/matching.md, « Who is a row of a file? »: shares, ages, classes.
    _mutant(
        "new-school-year",
        "roster/class_moves",
        "> _MOVED * len",
        ">= _MOVED * len",
        "roster/test_class_moves",
    ),
    _mutant(
        "class-goes-back", "roster/class_moves", "now < before", "now <= before", "roster/test_class_moves"
    ),
    _mutant(
        "numbers-of-others",
        "roster/id_columns",
        "differ > _UNSTABLE",
        "differ >= _UNSTABLE",
        "roster/test_id_columns",
    ),
    _mutant(
        "births-on-one-day", "roster/persons", "times > most", "times >= most", "roster/test_row_identity"
    ),
    _mutant("youngest-staff", "roster/days", "range(16, 91)", "range(17, 91)", "roster/test_days"),
    # docs/matching.md, « The rule » and « How two names agree ».
    _mutant(
        "two-slips-from-nine",
        "matching/name_comparison",
        "letters < 9",
        "letters < 8",
        "matching/test_name_comparison",
    ),
    _mutant(
        "weight-to-propose",
        "matching/concordance",
        "_PROBABLE_WEIGHT = 4",
        "_PROBABLE_WEIGHT = 3",
        "matching/test_matching_rule",
    ),
    _mutant(
        "clearly-ahead",
        "matching/concordance",
        "_PROBABLE_LEAD = 2",
        "_PROBABLE_LEAD = 1",
        "matching/test_matching_rule",
    ),
)
