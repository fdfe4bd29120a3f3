import json
import subprocess
import sys
from pathlib import Path

import pytest

from turbo_admin.cli import main

ROSTER = """id,card,last,first,class,left,emails
d1,0683-04217,MARTIN,Léa,5 A,,a@exemple.fr b@exemple.fr
d2,0683-04288,DUPONT,Hugo,3 C,,
d3,0683-04300,DURAND,Zoé,3 C,oui,
"""
REQUESTS = """id,card,last,first,email
q1,4217,martin,lea,x@exemple.org
q2,04288,DUPOND,Hugo,x@exemple.org
q3,99999,INCONNU,Paul,x@exemple.org
q4,04300,DURAND,Zoé,x@exemple.org
q5,,MARTIN,Léa,B@exemple.fr
"""


def files(folder: Path, roster: bytes, requests: bytes) -> list[str]:
    (folder / "R.csv").write_bytes(roster)
    (folder / "Q.csv").write_bytes(requests)
    return ["match", "--roster", str(folder / "R.csv"), "--requests", str(folder / "Q.csv")]


def lines(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def test_each_request_gets_one_line_in_its_order(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main([*files(tmp_path, ROSTER.encode(), REQUESTS.encode()), "--site-code", "0683"]) == 0

    answers = lines(capfdbinary.readouterr().out)
    assert [(answer["request"], answer["degree"], answer["diner"]) for answer in answers] == [
        ("q1", "certaine", "d1"),
        ("q2", "probable", "d2"),
        ("q3", "aucune", None),
        ("q4", "probable", "d3"),
        ("q5", "certaine", "d1"),
    ]
    assert set(answers[0]) == {"request", "degree", "diner", "candidates", "reasons"}
    assert answers[0]["candidates"] == ["d1"]
    assert answers[0]["reasons"] == ["carte exacte", "nom et prénom identiques"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(
    encoding: str, separator: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    roster, requests = (text.replace(",", separator).encode(encoding) for text in (ROSTER, REQUESTS))
    assert main(files(tmp_path, roster, requests)) == 0
    assert [answer["diner"] for answer in lines(capfdbinary.readouterr().out)] == [
        "d1",
        "d2",
        None,
        "d3",
        "d1",
    ]


def test_addresses_may_be_parted_by_commas_without_quotes(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    roster = b"id,card,last,first,class,left,emails\nd1,,MARTIN,Lea,,,a@exemple.fr,b@exemple.fr\n"
    requests = b"id,card,last,first,email\nq1,,MARTIN,Lea,b@exemple.fr\n"
    assert main(files(tmp_path, roster, requests)) == 0
    assert lines(capfdbinary.readouterr().out)[0]["degree"] == "certaine"


@pytest.mark.parametrize(
    ("roster", "message"),
    [
        (b"", "R.csv\u00a0: Ce fichier est vide."),
        (b"id,card\nd1,1\n", "R.csv\u00a0: Il manque\u00a0: last, first."),
        (b"id,last,first,card\nd1,A,B,1,2\n", "R.csv, ligne 2\u00a0: Cette ligne a plus de 4 colonnes."),
        (b"id,last,first\n,A,B\n", "R.csv, ligne 2\u00a0: Cette ligne n’a pas d’identifiant"),
        (b"id,last,first\nd1,A,B\n\nd1,C,D\n", "R.csv, ligne 4\u00a0: L’identifiant d1 est déjà"),
        (b'id,last,first\nd1,"A"x,B\n', "R.csv, ligne 2\u00a0: Cette ligne n’est pas lisible"),
        (b"\x00\x01\x02\x03", "n’est pas un tableau au format texte"),
        (b";;;\n;;\n", "R.csv\u00a0: Il manque\u00a0: id, last, first."),
        (
            "id,last,first\nd1,É,B\n".encode() + b"d2,\xc9,B\n",
            "R.csv, ligne 2\u00a0: Ce fichier mélange deux encodages",
        ),
        (
            b"id,last,first,left\nd1,A,B,peut-etre\n",
            "R.csv, ligne 2\u00a0: «\u00a0peut-etre\u00a0» ne dit pas",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line(
    roster: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(files(tmp_path, roster, REQUESTS.encode())) == 4
    assert message in capsys.readouterr().err.replace(" :", "\u00a0:").replace("\u00a0\u00a0", "\u00a0")


@pytest.mark.parametrize(
    ("said", "degree"),
    [
        *((said, "certaine") for said in ["", "0", "Non", "FALSE", "0.0"]),
        *((said, "probable") for said in ["1", "true", "Oui", "x", "VRAI"]),
    ],
)
def test_who_has_left_is_said_in_many_ways(
    said: str, degree: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    roster = f"id;card;last;first;class;left;emails\nd1;04217;MARTIN;Léa;;{said};\n"
    requests = "id;card;last;first;email\nq1;04217;MARTIN;Léa;\n"
    assert main(files(tmp_path, roster.encode(), requests.encode())) == 0
    assert lines(capfdbinary.readouterr().out)[0]["degree"] == degree


@pytest.mark.parametrize(
    "cell",
    [
        "a@ex.fr b@ex.fr",
        "a@ex.fr;b@ex.fr",
        '"a@ex.fr, b@ex.fr"',
        "Ana <a@ex.fr> ; Bo <B@EX.FR>",
        "mailto:b@ex.fr",
        "x@ex.fr;y@ex.fr;z@ex.fr;u@ex.fr;v@ex.fr;w@ex.fr;t@ex.fr;b@ex.fr",
    ],
)
def test_addresses_are_parted_in_many_ways(
    cell: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    roster = f"id,card,last,first,class,left,emails\nd1,,MARTIN,Lea,,,{cell}\n"
    requests = "id,card,last,first,email\nq1,,MARTIN,Lea,b@ex.fr\n"
    assert main(files(tmp_path, roster.encode(), requests.encode())) == 0
    assert lines(capfdbinary.readouterr().out)[0]["degree"] == "certaine"


@pytest.mark.parametrize("card", ["0683-04217", "04217", "4217", "683-04217", "68304217", "4217.0"])
@pytest.mark.parametrize("typed", ["0683-04217", "04217", "4217", "0683 04217", "683 4217", "n° 04217"])
def test_cards_are_written_in_many_ways(
    card: str, typed: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    roster = f"id,card,last,first\nd1,{card},MARTIN,Lea\n"
    requests = f"id,card,last,first\nq1,{typed},MARTIN,Lea\n"
    assert main([*files(tmp_path, roster.encode(), requests.encode()), "--site-code", "0683"]) == 0
    assert lines(capfdbinary.readouterr().out)[0]["degree"] == "certaine"


def test_an_empty_roster_and_empty_requests_are_no_fault(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    header = b"id,card,last,first,class,left,emails\n"
    assert main(files(tmp_path, header, REQUESTS.encode())) == 0
    assert {answer["degree"] for answer in lines(capfdbinary.readouterr().out)} == {"aucune"}
    assert main(files(tmp_path, ROSTER.encode(), b"id,card,last,first,email\n")) == 0
    assert capfdbinary.readouterr().out == b""


def test_a_missing_file_is_bad_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = files(tmp_path, ROSTER.encode(), REQUESTS.encode())
    (tmp_path / "Q.csv").unlink()
    assert main(arguments) == 4
    assert "Q.csv" in capsys.readouterr().err


def test_a_site_code_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*files(tmp_path, ROSTER.encode(), REQUESTS.encode()), "--site-code", "abc"]) == 3
    assert "4 chiffres" in capsys.readouterr().err


def test_matching_loads_no_database_and_no_screen(tmp_path: Path) -> None:
    arguments = files(tmp_path, ROSTER.encode(), REQUESTS.encode())
    program = (
        "import sys; from turbo_admin.cli import main; code = main(sys.argv[1:]); "
        "heavy = {'sqlalchemy', 'PySide6', 'openpyxl', 'reportlab', 'litestar', 'requests'} & set(sys.modules); "
        "sys.exit(code or (9 if heavy else 0))"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
