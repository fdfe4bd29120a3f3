"""`turbo-admin diner`."""

from tests.cli.conftest import Office
from tests.people import LEA_MARTIN


def test_what_is_said_is_corrected_and_the_rest_stays(office: Office) -> None:
    [before] = [one for one in office.lines("diners") if LEA_MARTIN.card in one["cards"]]
    [after] = office.lines(
        "diner", "edit", before["id"], "--class", "4 A", "--email", "m@exemple.fr", "--left", "oui"
    )
    assert after == before | {"class_name": "4 A", "emails": ["m@exemple.fr"], "left": True}
    assert after in office.lines("diners")
    office.synchronise()
    assert office.portal.told["diner", before["id"]].class_name == "4 A"  # type: ignore[attr-defined]
    office.refusal("diner", "edit", "nobody", "--class", "3 A")
