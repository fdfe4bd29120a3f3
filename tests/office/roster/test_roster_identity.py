"""An import never makes one child of another: what is asked, what the answer does, and what is remembered of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.office.roster.test_roster_import import everybody
from tests.people import OTHER_UAI, SCHOOL_NAME, SITE_CODE, UAI
from tests.siecle_files import Pupil, pupils_xml
from turbo_admin.core.errors import Refused
from turbo_admin.core.roster.identity import Doubt
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.roster import apply, importing, tables
from turbo_admin.office.roster.plan import Action, ImportPlan, Sameness
from turbo_admin.office.settings import school_edits
from turbo_admin.store import diners
from turbo_admin.store.engine.diner_records import DinerRecord

TITLES = "Matricule;Nom;Prénom;Classe"
BEFORE = ("4012;ABEILLE;Zoé;6 A", "4077;BOURDON;Max;6 A", "4101;CIGALE;Ana;6 A", "4230;DORYPHORE;Léo;6 A")
REUSED = ("4012;ABEILLE;Zoé;6 A", "4077;AGRION;Tom;6 A", "4101;CIGALE;Ana;6 A", "4230;DORYPHORE;Léo;6 A")
_LASTS = ("ABEILLE", "BOUSIER", "CRIQUET", "DORYPHORE", "FRELON", "GRILLON", "HANNETON", "IULE", "LUCANE")
CIGALE = Pupil(71, "CIGALE", "Ana", "6 A", "01/01/2013")
FOURMI = Pupil(79, "FOURMI", "Léo", "6 A", "05/05/2014", ine=CIGALE.national)


@pytest.fixture
def school(bare_desk: Desk) -> Desk:
    """A desk with the school and nobody in it."""
    school_edits.add_school(bare_desk, UAI, SCHOOL_NAME, SITE_CODE)
    return bare_desk


def table(desk: Desk, folder: Path, *lines: str, titles: str = TITLES, **more: object) -> ImportPlan:
    """Plan a table of these lines."""
    path = folder / "liste.csv"
    path.write_text("\n".join((titles, *lines)), encoding="utf-8")
    return importing.plan_import(desk, path, UAI, **more)  # type: ignore[arg-type]


def siecle(desk: Desk, folder: Path, *pupils: Pupil, **more: object) -> ImportPlan:
    """Plan SIECLE's file of these pupils."""
    path = folder / "eleves.xml"
    path.write_bytes(pupils_xml(pupils))
    return importing.plan_import(desk, path, UAI, **more)  # type: ignore[arg-type]


def crowd(number: int, class_name: str, first_number: int = 101) -> list[Pupil]:
    """Return pupils of a class, none of whom may be taken for another."""
    names = ("Ali", "Béatrice", "Côme", "Dounia", "Élie", "Fatou", "Gaël", "Hugo", "Inès", "Jules")
    return [
        Pupil(
            at,
            f"{_LASTS[at % len(_LASTS)]}-{_LASTS[at // len(_LASTS)]}",
            names[at % 10],
            class_name,
            f"{at % 28 + 1:02}/{at % 12 + 1:02}/201{at % 5}",
        )
        for at in range(first_number, first_number + number)
    ]


def named(desk: Desk) -> list[str]:
    """Return the names of those who are there, in their order."""
    return sorted(name for name, one in everybody(desk).items() if not one.left)


def test_a_reused_number_is_a_question_and_nothing_is_written_without_an_answer(
    school: Desk, tmp_path: Path
) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    before = named(school)
    made = table(school, tmp_path, *REUSED, leave_absent=True)
    assert [row.action for row in made.rows] == [Action.ASK, *[Action.SAME] * 3]
    [question] = made.identity_questions
    assert (question.doubt, question.rows, question.answer) == (Doubt.EXTERNAL, (0,), None)
    assert "donnerait à BOURDON Max (6 A) le nom d’AGRION Tom" in question.text
    with pytest.raises(Refused, match="AGRION"):
        apply.apply_import(school, made)
    apply.apply_import(school, made, agreed=True)
    assert named(school) == before


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (Sameness.OTHERS, ["ABEILLE Zoé", "AGRION Tom", "BOURDON Max", "CIGALE Ana", "DORYPHORE Léo"]),
        (Sameness.SAME, ["ABEILLE Zoé", "AGRION Tom", "CIGALE Ana", "DORYPHORE Léo"]),
    ],
)
def test_the_answer_creates_another_diner_or_changes_the_name(
    school: Desk, tmp_path: Path, said: Sameness, names: list[str]
) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    max_ = everybody(school)["BOURDON Max"]
    made = table(school, tmp_path, *REUSED, identity=said)
    assert made.questions() == ()
    done = apply.apply_import(school, made)
    assert named(school) == names
    tom = everybody(school)["AGRION Tom"]
    # The number stays with whom it was.
    assert (tom.id == max_.id, tom.external_id) == (
        (False, "") if said is Sameness.OTHERS else (True, "4077")
    )
    apply.undo_import(school, done.id)
    assert everybody(school)["BOURDON Max"] == max_


def test_several_renamings_are_one_question_about_the_column(school: Desk, tmp_path: Path) -> None:
    numbers = range(4012, 4212, 7)
    before = [f"{number};NOM{number};Ali;6 A" for number in numbers]
    apply.apply_import(school, table(school, tmp_path, *before))
    # Two of thirty: too few to doubt the column, too many to be a slip.
    after = [line.replace("NOM4019;Ali", "AGRION;Tom").replace("NOM4033;Ali", "VER;Luc") for line in before]
    [question] = table(school, tmp_path, *after).identity_questions
    assert question.text == (
        "Ce fichier donnerait à 2\u00a0hôtes le nom d’un autre\u00a0: sa colonne «\u00a0Matricule\u00a0» "
        "ne désigne sans doute pas les personnes (NOM4019 Ali → AGRION Tom et NOM4033 Ali → VER Luc)."
    )


@pytest.mark.both_engines
def test_an_answer_about_a_number_is_remembered_for_files_with_the_same_titles(
    school: Desk, tmp_path: Path
) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    apply.apply_import(school, table(school, tmp_path, *REUSED, identity=Sameness.OTHERS))
    again = table(school, tmp_path, "4012;FRELON;Nina;5 B", *REUSED[1:])
    assert [row.action for row in again.rows] == [Action.CREATE, *[Action.SAME] * 3]
    assert "vous avez répondu" in again.problems[0].text
    other = table(school, tmp_path, "4012;FRELON;Nina;5 B;x", titles=f"{TITLES};Remarque")
    assert other.asked == 1
    tables.remember_columns(school, again.kind, "liste.csv", ("identifiant", "nom", "prénom", "classe"))
    assert table(school, tmp_path, "4012;FRELON;Nina;5 B").asked == 1


def test_that_they_were_the_same_persons_renames_nobody_in_silence_the_next_time(
    school: Desk, tmp_path: Path
) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    apply.apply_import(school, table(school, tmp_path, *REUSED, identity=Sameness.SAME))
    assert table(school, tmp_path, REUSED[0], "4077;GUEPE;Noé;6 A").asked == 1


def test_a_reused_ine_of_siecle_is_asked_and_answered_as_before_the_next_time(
    school: Desk, tmp_path: Path
) -> None:
    others = crowd(10, "6 A", 40)
    apply.apply_import(school, siecle(school, tmp_path, CIGALE, *others))
    made = siecle(school, tmp_path, FOURMI, *others)
    assert (made.asked, made.left) == (1, 0)
    apply.apply_import(school, siecle(school, tmp_path, FOURMI, *others, identity=Sameness.OTHERS))
    found = everybody(school)
    assert (found["CIGALE Ana"].left, found["CIGALE Ana"].ine) == (True, CIGALE.national)
    assert (found["FOURMI Léo"].ine, found["FOURMI Léo"].birth) == ("", "2014-05-05")
    # The same file again knows both.
    assert siecle(school, tmp_path, FOURMI, *others).asked == 0


def test_a_birth_date_that_was_corrected_is_asked_about_and_not_remembered(
    school: Desk, tmp_path: Path
) -> None:
    titles = "Nom;Prénom;Classe;Né(e) le"
    for born, doubts in (("02/03/2014", []), ("03/02/2014", [Doubt.BIRTH]), ("03/02/2013", [Doubt.BIRTH])):
        made = table(school, tmp_path, f"ABEILLE;Zoé;6 A;{born}", titles=titles)
        assert [one.doubt for one in made.identity_questions] == doubts
        answered = table(
            school, tmp_path, f"ABEILLE;Zoé;6 A;{born}", titles=titles, identity={Doubt.BIRTH: Sameness.SAME}
        )
        apply.apply_import(school, answered)
    assert list(everybody(school)) == ["ABEILLE Zoé"]


def test_a_column_that_counts_its_lines_is_not_kept_as_a_number(school: Desk, tmp_path: Path) -> None:
    lines = [f"{at};NOM{at};Ali;6 A" for at in range(1, 6)]
    made = table(school, tmp_path, *lines)
    assert "elle compte les lignes" in made.problems[0].text
    apply.apply_import(school, made)
    assert {one.external_id for one in everybody(school).values()} == {""}


def test_numbers_of_a_second_program_do_not_take_the_place_of_the_first(school: Desk, tmp_path: Path) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    second = [line.replace("4", "9", 1) for line in BEFORE]
    made = table(school, tmp_path, *second, titles="N° interne;Nom;Prénom;Classe")
    assert [row.action for row in made.rows] == [Action.SAME] * 4
    assert everybody(school)["BOURDON Max"].external_kind == "matricule"


def test_a_number_kept_by_an_earlier_version_still_needs_the_name(school: Desk, tmp_path: Path) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    with school.database.write() as session:
        old = [one for one in diners.diners(session, UAI)]
        diners.change_diners(session, [_without_kind(one) for one in old], lambda _: None)
    assert table(school, tmp_path, *REUSED).asked == 1
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    assert {one.external_kind for one in everybody(school).values()} == {"matricule"}


def test_nobody_takes_an_ine_that_another_keeps(school: Desk, tmp_path: Path) -> None:
    apply.apply_import(school, siecle(school, tmp_path, CIGALE))
    # Her own line has no INE, and another child's has hers.
    path = tmp_path / "l.csv"
    path.write_text(
        f"Nom;Prénom;Classe;INE\nCIGALE;Ana;6 A;\nVER;Luc;5 B;{CIGALE.national}\n", encoding="utf-8"
    )
    made = importing.plan_import(school, path, UAI)
    apply.apply_import(school, made)
    found = everybody(school)
    assert (found["CIGALE Ana"].ine, found["VER Luc"].ine) == (CIGALE.national, "")
    assert f"INE {CIGALE.national} est déjà celui d’un autre hôte" in made.problems[0].text


@pytest.mark.parametrize(
    ("gone", "asked"),
    [
        (
            "6 A",
            "de la classe 6 A, ou presque, n’est dans le fichier\u00a0: 3\u00a0élèves seraient marqués sortis",
        ),
        ("6 A|6 B", "des classes 6 A et 6 B, ou presque, n’est dans le fichier"),
        ("5 C", ""),
    ],
    ids=["a class", "a level", "the only pupil of a class"],
)
def test_a_class_or_a_level_that_is_absent_as_a_whole_is_asked_about(
    school: Desk, tmp_path: Path, gone: str, asked: str
) -> None:
    pupils = [*crowd(3, "6 A", 1), *crowd(3, "6 B", 4), *crowd(30, "5 A", 10), *crowd(1, "5 C", 50)]
    apply.apply_import(school, siecle(school, tmp_path, *pupils))
    there = [pupil for pupil in pupils if pupil.class_name not in gone.split("|")]
    questions = siecle(school, tmp_path, *there).questions()
    assert [asked in one for one in questions] == ([True] if asked else [])


def test_a_class_whose_pupils_have_all_left_is_asked_about_though_others_have_its_name(
    school: Desk, tmp_path: Path
) -> None:
    last_year, others = crowd(3, "3 A", 1), crowd(30, "5 A", 10)
    apply.apply_import(school, siecle(school, tmp_path, *last_year, *others))
    now = crowd(3, "3A", 50)
    [question] = siecle(school, tmp_path, *now, *others).questions()
    assert "de la classe 3 A" in question


def test_a_newcomer_who_resembles_somebody_who_would_leave_is_asked_about(
    school: Desk, tmp_path: Path
) -> None:
    titles = "Nom;Prénom;Classe;E-mail"
    others = [f"{one.last};{one.first};{one.class_name};" for one in crowd(10, "6 A", 10)]
    apply.apply_import(
        school, table(school, tmp_path, "MARTIN;Léa;6 A;mere@exemple.fr", *others, titles=titles)
    )
    made = table(
        school, tmp_path, "DURAND;Léa;6 A;mere@exemple.fr", *others, titles=titles, leave_absent=True
    )
    assert (made.asked, made.left) == (1, 0)
    assert "DURAND Léa ressemble à MARTIN Léa" in made.questions()[0]


def test_new_cards_for_all_in_a_new_year_make_nobody_new(school: Desk, tmp_path: Path) -> None:
    titles = "Nom;Prénom;Classe;N° carte"
    pupils = crowd(8, "6 A", 10)
    before = [f"{one.last};{one.first};6 A;{100 + at:05}" for at, one in enumerate(pupils)]
    after = [f"{one.last};{one.first};5 A;{900 + at:05}" for at, one in enumerate(pupils)]
    apply.apply_import(school, table(school, tmp_path, *before, titles=titles))
    assert {row.action for row in table(school, tmp_path, *after, titles=titles).rows} == {Action.CHANGE}


def test_a_birth_date_that_stands_for_an_unknown_one_is_none(school: Desk, tmp_path: Path) -> None:
    titles = "Nom;Prénom;Classe;Né(e) le"
    apply.apply_import(school, table(school, tmp_path, "MARTIN;Léo;6 A;01/01/2000", titles=titles))
    made = table(school, tmp_path, "MARTINI;Léo;3 B;01/01/2000", titles=titles)
    assert [row.action for row in made.rows] == [Action.CREATE]


def test_an_answer_about_one_child_settles_no_other_one_and_no_other_school(
    school: Desk, tmp_path: Path
) -> None:
    others = crowd(10, "6 A", 40)
    apply.apply_import(school, siecle(school, tmp_path, CIGALE, *others))
    apply.apply_import(
        school, siecle(school, tmp_path, FOURMI, *others, identity=Sameness.OTHERS), agreed=True
    )
    other = replace(others[0], last="VER", first="Luc", born="09/09/2015")
    assert siecle(school, tmp_path, FOURMI, other, *others[1:]).asked == 1
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    apply.apply_import(school, table(school, tmp_path, *REUSED, identity=Sameness.OTHERS))
    school_edits.add_school(school, OTHER_UAI, "Lycée du Canal", "0684")
    path = tmp_path / "liste.csv"
    for lines, asked in ((BEFORE, 0), (REUSED, 1)):
        path.write_text("\n".join((TITLES, *lines)), encoding="utf-8")
        made = importing.plan_import(school, path, OTHER_UAI)
        assert made.asked == asked
        apply.apply_import(school, made, agreed=True)


@pytest.mark.both_engines
def test_an_answer_goes_with_the_import_that_is_taken_back(school: Desk, tmp_path: Path) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    done = apply.apply_import(school, table(school, tmp_path, *REUSED, identity=Sameness.OTHERS))
    apply.undo_import(school, done.id)
    assert table(school, tmp_path, "4077;GUEPE;Noé;6 A").asked == 1


def test_an_import_is_not_taken_back_when_the_former_card_is_somebody_elses(
    school: Desk, tmp_path: Path
) -> None:
    titles = "Nom;Prénom;Classe;N° carte"
    apply.apply_import(school, table(school, tmp_path, "ABEILLE;Zoé;6 A;04217", titles=titles))
    done = apply.apply_import(school, table(school, tmp_path, "ABEILLE;Zoé;6 A;05555", titles=titles))
    apply.apply_import(school, table(school, tmp_path, "BOURDON;Max;6 A;04217", titles=titles))
    with pytest.raises(Refused, match="ABEILLE Zoé"):
        apply.undo_import(school, done.id)


def test_who_comes_back_does_not_take_the_card_of_who_has_it_now(school: Desk, tmp_path: Path) -> None:
    titles = "Nom;Prénom;Classe;N° carte;Sorti"
    for lines in (
        ["ABEILLE;Zoé;6 A;04217;"],
        ["ABEILLE;Zoé;6 A;04217;oui"],
        ["BOURDON;Max;6 A;04217;"],
        ["ABEILLE;Zoé;6 A;04217;", "BOURDON;Max;6 A;04217;"],
    ):
        apply.apply_import(school, table(school, tmp_path, *lines, titles=titles), agreed=True)
    found = everybody(school)
    assert (found["BOURDON Max"].card, found["ABEILLE Zoé"].left) == ("0683-04217", False)
    assert found["ABEILLE Zoé"].card == ""


def test_two_spellings_of_a_class_change_nothing(school: Desk, tmp_path: Path) -> None:
    apply.apply_import(school, table(school, tmp_path, *BEFORE))
    made = table(school, tmp_path, *(line.replace("6 A", "6A") for line in BEFORE))
    assert [row.action for row in made.rows] == [Action.SAME] * 4


def test_a_newcomer_takes_the_spelling_of_the_class_that_the_roster_has(school: Desk, tmp_path: Path) -> None:
    made = table(
        school, tmp_path, "ABEILLE;Zoé;6 A", "BOURDON;Max;6A", "CIGALE;Ana;6 A", titles="Nom;Prénom;Classe"
    )
    apply.apply_import(school, made)
    apply.apply_import(school, table(school, tmp_path, "FRELON;Nina;6èmeA", titles="Nom;Prénom;Classe"))
    assert {one.class_name for one in everybody(school).values()} == {"6 A"}


def _without_kind(one: DinerRecord) -> DinerRecord:
    return replace(one, external_kind="")
