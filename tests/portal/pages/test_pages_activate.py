"""The link of the QR code and of the mails."""

import threading

import pytest

from tests.portal.site import OWN, Site, Visitor


def test_the_button_leads_to_choosing_a_password(site: Site, visitor: Visitor) -> None:
    people = site.family()
    answer = visitor.submit(f"activer/{people.link_token}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/e/{site.uai}/choisir-mot-de-passe")
    assert visitor.submit("choisir-mot-de-passe", mot_de_passe=OWN, confirmation=OWN).status_code == 303
    assert "Léa NGUYỄN1" in visitor.space().text


def test_it_refuses_the_wrong_method(visitor: Visitor) -> None:
    assert visitor.request("PUT", "activer/abcdefghijklmnopqrstuv").status_code == 405


def test_it_refuses_a_stranger(site: Site, visitor: Visitor) -> None:
    answer = visitor.submit("activer/abcdefghijklmnopqrstuv")
    assert answer.status_code == 400
    assert "n’est plus valable" in answer.text
    assert f"session-{site.uai}" not in visitor.http.cookies


def test_mail_scanners_may_look_as_often_as_they_like(site: Site, visitor: Visitor) -> None:
    people = site.family()
    with site.visitor() as scanner:
        assert scanner.request("HEAD", f"activer/{people.link_token}").status_code == 200
        for _ in range(3):
            assert scanner.get(f"activer/{people.link_token}").status_code == 200
    assert visitor.submit(f"activer/{people.link_token}").status_code == 303


def test_the_link_and_its_password_serve_once_together(site: Site, visitor: Visitor) -> None:
    people = site.family()
    visitor.submit(f"activer/{people.link_token}")
    with site.visitor() as other:
        assert other.submit(f"activer/{people.link_token}").status_code == 400
        assert other.sign_in(people.login, people.password).status_code == 400


def test_of_ten_hands_on_one_link_one_gets_in(site: Site) -> None:
    people = site.family()
    statuses: list[int] = []

    def try_it() -> None:
        with site.visitor() as somebody:
            statuses.append(somebody.submit(f"activer/{people.link_token}").status_code)

    threads = [threading.Thread(target=try_it) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303] + [400] * 9


def test_a_new_sheet_ends_the_link_of_the_former(site: Site, visitor: Visitor) -> None:
    before = site.family()
    after = site.family()
    assert visitor.submit(f"activer/{before.link_token}").status_code == 400
    assert visitor.submit(f"activer/{after.link_token}").status_code == 303


@pytest.mark.parametrize("case", ["unknown", "used", "expired", "blocked", "closed", "shape", "other school"])
def test_every_dead_link_gives_the_same_answer(site: Site, visitor: Visitor, case: str) -> None:
    people = site.family()
    token = people.link_token
    if case == "used":
        with site.visitor() as other:
            other.submit(f"activer/{token}")
    elif case == "expired":
        site.clock.advance(days=31)
    elif case in {"blocked", "closed"}:
        site.set_state(people, case)
    reference = visitor.submit("activer/abcdefghijklmnopqrstuv")
    if case == "other school":
        visitor.uai = site.portal.other_uai
        assert visitor.submit(f"activer/{token}").status_code == 400
        return
    answer = visitor.submit(f"activer/{ {'unknown': 'A' * 22, 'shape': 'é%00'}.get(case, token) }")
    assert (answer.status_code, answer.text) == (reference.status_code, reference.text)
    assert {*answer.headers} == {*reference.headers}


def test_the_page_does_not_repeat_the_token(site: Site, visitor: Visitor) -> None:
    people = site.family()
    page = visitor.get(f"activer/{people.link_token}")
    assert people.link_token not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
