"""What the host's log says of who came in and who was refused."""

import json
from collections.abc import Callable
from typing import Any

import structlog

from tests.portal.conftest import Portal
from tests.portal.site import OWN, Site

Lines = list[dict[str, Any]]


def logged(portal: Portal, play: Callable[[Site], None]) -> Lines:
    with structlog.testing.capture_logs() as lines, Site(portal) as site:
        play(site)
    return [dict(line) for line in lines]


def test_every_way_in_and_every_refusal_leaves_a_line_with_ids_and_nothing_else(portal: Portal) -> None:
    told: list[str] = []

    def play(site: Site) -> None:
        people, family = site.settled_family()
        told.extend([people.login, people.email, people.password, people.link_token, OWN, "zoe@exemple.fr"])
        with site.visitor() as stranger:
            stranger.sign_in(people.login, "pas le bon mot de passe")
            stranger.sign_in("zoe@exemple.fr", "pas le bon mot de passe")
            stranger.sign_in(people.login, OWN)
            stranger.submit(f"activer/{people.link_token}")
            stranger.request("POST", "connexion", data={"identifiant": people.login})
            stranger.get(f"nulle-part/{people.link_token}")
        family.submit("mon-compte/fermer", mot_de_passe_actuel="pas le bon mot de passe")
        family.submit("mon-compte/fermer", mot_de_passe_actuel=OWN)

    lines = logged(portal, play)
    seen = [(line["event"], line.get("account_id", ""), line.get("status", "")) for line in lines]
    for one in (
        ("signed_in_provisional", "a1", ""),
        ("password_changed", "a1", ""),
        ("sign_in_refused", "a1", ""),
        ("sign_in_refused", "", ""),
        ("signed_in", "a1", ""),
        ("link_refused", "", ""),
        ("refused", "", 403),
        ("refused", "", 404),
        ("password_refused", "a1", ""),
        ("account_closed", "a1", ""),
    ):
        assert one in seen, one
    assert all(line["request_id"] for line in lines if line["event"] != "call")
    said = json.dumps(lines, default=str, ensure_ascii=False)
    for secret in told:
        assert secret not in said


def test_a_guess_that_is_not_evaluated_any_more_is_told_apart(portal: Portal) -> None:
    def play(site: Site) -> None:
        people = site.family()
        with site.visitor() as stranger:
            for _ in range(7):
                stranger.sign_in(people.login, "pas le bon mot de passe")

    lines = logged(portal, play)
    assert [line["evaluated"] for line in lines if line["event"] == "sign_in_refused"] == ["yes"] * 5 + [
        "no"
    ] * 2
