"""What all the families do at their browsers on the day: they ask, and every other one confirms its address.

Several are at it at the same time, and mails come in any order; who does what does not depend on it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import TypeVar

from turbo_admin.core.emails import email_key
from turbo_admin.core.intake.rules import Intake, check_request
from turbo_admin.demo.catcher import Catcher
from turbo_admin.demo.families import Family, TypedRequest

T = TypeVar("T")
R = TypeVar("R")
# Families at their browsers at the same time; the portal of a demo has one web process.
_BROWSERS = 4
_THANKS = "Merci pour votre demande"
_LINK = re.compile(r"https?://\S+/(?:confirmer|activer)/[\w-]+")
_PATIENCE_SECONDS = 60.0


def ask_all(portal_url: str, asked: Sequence[TypedRequest]) -> list[TypedRequest]:
    """Let every family ask for its account; what comes from one mailbox comes in its order.

    Returns:
        Those whom the portal thanked, in the order of `asked`.
    """
    by_mailbox: dict[str, list[TypedRequest]] = {}
    for typed in asked:
        by_mailbox.setdefault(email_key(typed.email), []).append(typed)

    def ask(family: list[TypedRequest]) -> list[TypedRequest]:
        return [typed for typed in family if _ask(portal_url, typed)]

    thanked = {id(typed) for family in all_at_once(ask, list(by_mailbox.values())) for typed in family}
    return [typed for typed in asked if id(typed) in thanked]


def _ask(portal_url: str, typed: TypedRequest) -> bool:
    with Family(portal_url, typed.uai) as family:
        page = family.ask_account(typed)
        if _THANKS not in page.text:
            # A domain that looks mistyped is asked about once: the family means what it typed.
            page = family.browser.send(
                page.form("carte", "nom", "prenom", "email"),
                carte=typed.carte,
                nom=typed.nom,
                prenom=typed.prenom,
                email=typed.email,
            )
    return _THANKS in page.text


def confirm_every_other(catcher: Catcher, portal_url: str, taken: Iterable[TypedRequest]) -> None:
    """Every other mailbox, in the order in which they asked, presses the buttons of all its acknowledgements.

    Args:
        taken: the requests that the portal took.

    Raises:
        TimeoutError: an acknowledgement that is owed to one of them did not come.
    """
    links: list[tuple[str, str]] = []
    for address, (uai, count) in list(_owed(taken).items())[::2]:
        mails = catcher.wait_for(count, _PATIENCE_SECONDS, to=address, kind="demande")
        links += [(uai, link) for link in map(link_of, mails) if link]

    def confirm(one: tuple[str, str]) -> None:
        uai, link = one
        with Family(portal_url, uai) as family:
            family.confirm(link)

    all_at_once(confirm, links)


def _owed(taken: Iterable[TypedRequest]) -> dict[str, tuple[str, int]]:
    """Return by mailbox a school it asked and how many acknowledgements it is owed: one for what was sent twice."""
    schools: dict[str, str] = {}
    different: set[tuple[str, ...]] = set()
    count: Counter[str] = Counter()
    for typed in taken:
        mailbox = email_key(typed.email)
        schools.setdefault(mailbox, typed.uai)
        mark = (typed.uai, *_intake(typed).same_as)
        count[mailbox] += mark not in different
        different.add(mark)
    return {mailbox: (uai, count[mailbox]) for mailbox, uai in schools.items()}


def _intake(typed: TypedRequest) -> Intake:
    fields = {"carte": typed.carte, "nom": typed.nom, "prenom": typed.prenom, "email": typed.email}
    found = check_request(fields, verified=typed.email)
    if not isinstance(found, Intake):
        raise LookupError(f"the portal took what is no request: {', '.join(found.errors)}")
    return found


def all_at_once(act: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do something with each, several at a time; what comes out is in the order of `things`."""
    with ThreadPoolExecutor(max_workers=_BROWSERS) as pool:
        return list(pool.map(act, things))


def text_of(mail: EmailMessage) -> str:
    """Return the plain text of a mail, empty when it has none."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def link_of(mail: EmailMessage) -> str:
    """Return the link behind a mail's button, empty when it has none."""
    found = _LINK.search(text_of(mail))
    return found[0] if found else ""
