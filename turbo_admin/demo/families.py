"""The invented families: what each types into the form, mistakes included, and what each does at its browser."""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import TracebackType
from typing import Self

from turbo_admin.demo.browser import Browser, WebPage
from turbo_admin.demo.names import DOMAINS, GUARDIANS
from turbo_admin.demo.school import PUPIL, InventedDiner

_CLEAN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class TypedRequest:
    """What a family types.

    Attributes:
        mistake: a key of `MISTAKES`, empty when everything is right.
        meant: id of the diner whom the family means; empty when it is nobody of the school.
    """

    uai: str
    carte: str
    nom: str
    prenom: str
    email: str
    mistake: str
    meant: str


def make_requests(
    roster: Sequence[InventedDiner], requests: int = 25, seed: int = 2026
) -> list[TypedRequest]:
    """Invent what families type: 60 % without a mistake, then every mistake in turn.

    Args:
        roster: at least twice as many diners as requests, or some ask twice.
        requests: how many in all.

    Returns:
        Requests in the order in which they arrive.
    """
    draw = random.Random(seed)  # noqa: S311 (invented people, no secret)
    askers = [diner for diner in roster if diner.emails and not diner.left]
    if not askers:
        return []
    draw.shuffle(askers)
    wrong = requests - round(requests * _CLEAN_SHARE)
    typed = [_right(askers[index % len(askers)], draw) for index in range(requests - wrong)]
    names = list(MISTAKES)
    for index in range(wrong):
        name = names[index % len(names)]
        diner = askers[(len(typed) + index) % len(askers)]
        made = MISTAKES[name](diner, _Neighbours(roster, typed), draw)
        typed.append(replace(made, mistake=name))
    # A second request comes after the first, whatever the shuffle says.
    first, twice = (
        [one for one in typed if one.mistake != "twice"],
        [one for one in typed if one.mistake == "twice"],
    )
    draw.shuffle(first)
    return first + twice


@dataclass(frozen=True, slots=True)
class _Neighbours:
    roster: Sequence[InventedDiner]
    typed: Sequence[TypedRequest]

    def siblings(self) -> list[tuple[InventedDiner, InventedDiner]]:
        """Pairs of pupils of one family, neither of whom has left."""
        here = [diner for diner in self.roster if diner.kind == PUPIL and not diner.left]
        return [(one, other) for one, other in pairwise(here) if one.family == other.family and one.emails]


def _right(diner: InventedDiner, draw: random.Random) -> TypedRequest:
    number = diner.card[-5:]
    shapes = (number, number, number, str(int(number)), diner.card, f" {number[:2]} {number[2:]} ")
    nom = draw.choice((diner.last_name, diner.last_name, diner.last_name.title(), diner.last_name.lower()))
    prenom = draw.choice((diner.first_name, diner.first_name, diner.first_name.upper()))
    return TypedRequest(diner.uai, draw.choice(shapes), nom, prenom, draw.choice(diner.emails), "", diner.id)


def _swapped(diner: InventedDiner, _around: _Neighbours, draw: random.Random) -> TypedRequest:
    typed = _right(diner, draw)
    return replace(typed, nom=typed.prenom, prenom=typed.nom)


def _without_accents(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    accented = [
        one
        for one in around.roster
        if _bare(one.first_name) != one.first_name and one.emails and not one.left
    ]
    typed = _right(draw.choice(accented) if accented else diner, draw)
    return replace(typed, nom=_bare(typed.nom), prenom=_bare(typed.prenom))


def _wrong_digit(diner: InventedDiner, _around: _Neighbours, draw: random.Random) -> TypedRequest:
    digits = list(diner.card[-5:])
    index = draw.randrange(5)
    digits[index] = str((int(digits[index]) + draw.randint(1, 9)) % 10)
    return replace(_right(diner, draw), carte="".join(digits))


def _siblings_card(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    pairs = around.siblings()
    if not pairs:
        return _wrong_digit(diner, around, draw)
    one, other = draw.choice(pairs)
    return replace(_right(one, draw), carte=other.card[-5:])


def _twice(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    clean = [typed for typed in around.typed if not typed.mistake]
    if not clean:
        return _right(diner, draw)
    first = draw.choice(clean)
    # The same in the same words would be the same sending pressed twice, which the portal takes for one.
    bare = _bare(first.prenom)
    return replace(first, prenom=bare if bare != first.prenom else f"{first.prenom[0]}.")


def _unknown_card(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    known = {one.card[-5:] for one in around.roster}
    free = next(
        number for number in (f"{draw.randrange(100_000):05d}" for _ in range(1000)) if number not in known
    )
    return replace(_right(diner, draw), carte=free)


def _unknown_address(diner: InventedDiner, _around: _Neighbours, draw: random.Random) -> TypedRequest:
    address = f"{draw.choice(GUARDIANS)}{draw.randrange(1000, 10_000)}@{draw.choice(DOMAINS)}"
    return replace(_right(diner, draw), email=address)


def _left(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    gone = [one for one in around.roster if one.left and one.emails]
    return _right(draw.choice(gone) if gone else diner, draw)


def _misspelt(diner: InventedDiner, _around: _Neighbours, draw: random.Random) -> TypedRequest:
    typed = _right(diner, draw)
    index = draw.randrange(1, len(typed.nom))
    return replace(typed, nom=typed.nom[:index] + typed.nom[index - 1] + typed.nom[index:])


def _nobody(diner: InventedDiner, around: _Neighbours, draw: random.Random) -> TypedRequest:
    typed = _unknown_card(_stranger(diner), around, draw)
    return replace(_unknown_address(_stranger(diner), around, draw), carte=typed.carte, meant="")


def _stranger(diner: InventedDiner) -> InventedDiner:
    return replace(diner, last_name="AUTREPART", first_name="Camille")


def _bare(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# What goes wrong at the counter, in the order in which it is dealt out.
MISTAKES: dict[str, Callable[[InventedDiner, _Neighbours, random.Random], TypedRequest]] = {
    "swapped names": _swapped,
    "missing accent": _without_accents,
    "wrong digit": _wrong_digit,
    "sibling's card": _siblings_card,
    "twice": _twice,
    "unknown card": _unknown_card,
    "unknown address": _unknown_address,
    "left": _left,
    "misspelt name": _misspelt,
    "nobody": _nobody,
}


class Family:
    """A person at a browser: asks, confirms, signs in, chooses a password, looks.

    Every act returns the page it ends on; the caller judges it.

    Args:
        portal_url: the portal's address, without the school.
        uai: the school's code.
    """

    def __init__(self, portal_url: str, uai: str) -> None:
        self.browser = Browser()
        self._school = f"{portal_url.rstrip('/')}/e/{uai}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.browser.close()

    def ask_account(self, typed: TypedRequest) -> WebPage:
        """Fill « Créer un compte » in and send it."""
        page = self.browser.open(f"{self._school}/creer-un-compte")
        form = page.form("carte", "nom", "prenom", "email")
        return self.browser.send(
            form, carte=typed.carte, nom=typed.nom, prenom=typed.prenom, email=typed.email
        )

    def confirm(self, link: str) -> WebPage:
        """Open the acknowledgement's link and press its button."""
        return self._press(link)

    def follow_credentials(self, link: str) -> WebPage:
        """Open the link of the sheet or mail and press its button: ends where a password is chosen."""
        return self._press(link)

    def sign_in(self, login: str, password: str) -> WebPage:
        """Sign in with an identifiant, or an e-mail, and a password."""
        page = self.browser.open(f"{self._school}/connexion")
        return self.browser.send(
            page.form("identifiant", "mot_de_passe"), identifiant=login, mot_de_passe=password
        )

    def choose_password(self, new: str) -> WebPage:
        """On the page that a provisional password leads to: choose one's own.

        Raises:
            LookupError: the page shown asks for no new password.
        """
        page = self._shown()
        for form in page.forms:
            if names := form.passwords():
                return self.browser.send(form, **dict.fromkeys(names, new))
        raise LookupError(f"no password to choose on {page.title!r} ({page.status})")

    def forgot(self, login: str) -> WebPage:
        """Ask for a provisional password by « identifiant \\ mot de passe oublié(s) ? »."""
        page = self.browser.open(f"{self._school}/mot-de-passe-oublie")
        return self.browser.send(page.form("identifiant"), identifiant=login)

    def my_space(self) -> str:
        """Return what « Mon espace » says."""
        return self.browser.open(f"{self._school}/mon-espace").text

    def _press(self, link: str) -> WebPage:
        page = self.browser.open(link)
        # The page may hold other forms (signing out): the button meant posts to the link itself.
        own = [form for form in page.forms if form.method == "post" and form.action in ("", link, page.path)]
        if not own:
            raise LookupError(f"no button on {page.title!r} ({page.status})")
        return self.browser.send(own[0])

    def _shown(self) -> WebPage:
        if self.browser.page is None:
            raise LookupError("no page has been opened yet")
        return self.browser.page
