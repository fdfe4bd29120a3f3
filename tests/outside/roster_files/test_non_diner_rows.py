"""Rows of a list that are nobody."""

import pytest

from turbo_admin.outside.roster_files.non_diner_rows import skip_reason


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "2"],
        ["TOTAL GENERAL : 2 élèves"],
        ["Total", "élèves", 2],
        ["Total", "général", 28],
        ["Nombre", "d'élèves", 2],
        ["Nombre", "d’élèves", "demi-pensionnaires", 2],
        ["Effectif", "28", "", "6 A"],
    ],
)
def test_a_total_is_nobody(cells: list[object]) -> None:
    assert skip_reason([cell for cell in cells if cell != ""]).startswith("Cette ligne est un total")  # type: ignore[misc]


@pytest.mark.parametrize(
    "cells",
    [
        ["Édité", "par Mme Durand"],
        ["Imprimé", "le 12/09/2026"],
        ["Exporté", "depuis Pronote", "page 1"],
        ["Source : Pronote", "Index Éducation"],
        ["Édition : 12/09/2026"],
        ["Légende :", "X = présent"],
    ],
)
def test_what_a_program_writes_below_a_list_is_nobody(cells: list[str]) -> None:
    assert skip_reason(cells).startswith("Cette ligne est une note")


@pytest.mark.parametrize("cells", [["6 A"], ["Classe de 6 A"], ["CM2"], ["Tle S"]])
def test_a_class_alone_on_a_line_is_told_as_a_heading(cells: list[str]) -> None:
    assert "semble être le titre d’une classe" in skip_reason(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["TOTAL", "Paul", "6 A"],
        ["Nombre", "Zoé", "6 A", "04217"],
        ["Édité", "Zoé"],
        ["FAIT", "Léa", "6 A"],
        ["Source", "Zoé", "6 A"],
        ["Date", "Léa"],
        ["ABEILLE", "Zoé"],
        ["ABEILLE"],
        [4217, "Zoé"],
        [],
    ],
)
def test_a_name_that_is_such_a_word_is_somebodys(cells: list[object]) -> None:
    assert skip_reason(cells) == ""  # type: ignore[arg-type]
