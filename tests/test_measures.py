"""What `make measures` counts, on a small invented checkout."""

from pathlib import Path

from tests.measures import MEASURES, Checkout, ambiguous_names, table

_ONE = '''"""A module."""

from typing import Any

Rows = list[int]


class Report:
    """Its lines."""

    def first(self) -> Any:
        """Return it."""
        import json

        # The order of the keys matters.
        return json  # noqa: F401
'''
_OTHER = '"""Another."""\n\n\nclass Report:\n    """Of another kind."""\n\n\nclass _Report:\n    pass\n'


def _checkout(folder: Path) -> Checkout:
    for place, text in {
        "turbo_admin/core/one.py": _ONE,
        "turbo_admin/core/other.py": _OTHER,
        "turbo_admin/ui/forms/page.py": "class Ui_Page:\n    pass\n",
        "tests/test_one.py": "def test_one(monkeypatch):\n    monkeypatch.setattr(a, 'b', 1)\n",
        "README.md": "# Three short words\n",
        "docs/decisions.md": "two words\n",
    }.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Checkout(folder)


def test_each_measure_of_a_small_checkout_is_as_counted_by_hand(tmp_path: Path) -> None:
    checkout = _checkout(tmp_path)
    assert {title: measure(checkout) for title, measure in MEASURES} == {
        "modules / their lines": "2 / 25",
        "compiled forms and migrations / their lines": "1 / 2",
        "function lines p95 / max": "6 / 6",
        "file lines p95 / max": "16 / 16",
        "largest class, methods": "1 (Report)",
        "files in folders of more than 30": "0% (largest folder 2)",
        "imports inside functions": "1 (1 outside cli)",
        "comments per 100 lines of code": "11.1",
        "`Any` per 1,000 lines": "40.0 (1)",
        "mocks a test": "1.00 (1 in 1 tests)",
        "README, words": "4",
        "docs, words": "2 (decisions 2)",
        "type names with more than one meaning": "1",
    }
    assert ambiguous_names(checkout) == {"Report": ["turbo_admin/core/one.py", "turbo_admin/core/other.py"]}


def test_the_table_has_a_column_for_each_checkout(tmp_path: Path) -> None:
    first, second = _checkout(tmp_path / "before"), _checkout(tmp_path / "after")
    lines = table([first.root, second.root]).splitlines()
    assert lines[0] == "| measure | before | after |"
    assert len(lines) == len(MEASURES) + 2
