"""The cast: the Martins, the Durands and their twins, two homonyms, a stranger.

Each function takes what differs from the usual as keywords.
"""

import dataclasses
import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from turbo_admin.protocol.events import RequestReceived

if TYPE_CHECKING:
    from turbo_admin.core.matching.evidence import RosterDiner

UAI, OTHER_UAI = "0990001N", "0990002P"
SCHOOL_NAME, OTHER_SCHOOL_NAME = "Collège des Tilleuls", "Lycée du Canal"
SITE_CODE, OTHER_SITE_CODE = "0683", "0684"
# A Monday morning of term, UTC; 09:00 in Paris.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

_numbers = itertools.count(1)


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """One of the cast.

    Attributes:
        id: the diner's, as the office's file has it.
        card: in full, `0683-04217`.
        emails: what the roster knows.
    """

    id: str
    card: str
    last_name: str
    first_name: str
    class_name: str
    emails: tuple[str, ...] = ()
    left: bool = False

    @property
    def number(self) -> str:
        """The last five digits of the card, as families type them."""
        return self.card[-5:]


LEA_MARTIN = Person("d-lea", "0683-04217", "MARTIN", "Léa", "5 A", ("famille.martin@exemple.fr",))
HUGO_MARTIN = Person("d-hugo", "0683-04218", "MARTIN", "Hugo", "3 C", ("famille.martin@exemple.fr",))
# Twins: neighbouring cards, one address, first names that differ by a letter.
LOUISE_DURAND = Person("d-louise", "0683-05101", "DURAND", "Louise", "6 B", ("p.durand@exemple.fr",))
LOUISA_DURAND = Person("d-louisa", "0683-05102", "DURAND", "Louisa", "6 B", ("p.durand@exemple.fr",))
# Homonyms: only card, class and address tell them apart.
INES_GARCIA = Person("d-ines-1", "0683-06001", "GARCIA", "Inès", "4 A", ("garcia.a@exemple.fr",))
INES_GARCIA_OTHER = Person("d-ines-2", "0683-06342", "GARCIA", "Inès", "4 D", ("garcia.b@example.org",))
LUKASZ = Person("d-lukasz", "0683-07003", "WIŚNIEWSKI", "Łukasz", "5 C", ("wisniewski@exemple.fr",))
STAFF = Person("d-staff", "0683-09001", "LE GOFF", "Maëlle", "", ("m.legoff@exemple.fr",))
GONE = Person("d-gone", "0683-03999", "PETIT", "Noé", "3 A", ("petit@exemple.fr",), left=True)
ELSEWHERE = Person("d-elsewhere", "0684-04217", "ROUX", "Adèle", "2nde 1", ("roux@exemple.fr",))

CAST = (
    LEA_MARTIN,
    HUGO_MARTIN,
    LOUISE_DURAND,
    LOUISA_DURAND,
    INES_GARCIA,
    INES_GARCIA_OTHER,
    LUKASZ,
    STAFF,
    GONE,
)
# Nobody the office knows.
STRANGER = Person("", "0683-99999", "INCONNU", "Alix", "", ("inconnu@example.org",))


def make_diner(person: Person = LEA_MARTIN, **changed: Any) -> "RosterDiner":
    """Return a diner as the matching knows one; keywords replace fields (`emails`, `left`, `old_cards`, …)."""
    from turbo_admin.core.matching.evidence import RosterDiner

    fields = {field.name: getattr(person, field.name) for field in dataclasses.fields(Person)}
    return RosterDiner(**(fields | changed))


def make_received(person: Person = LEA_MARTIN, **changed: Any) -> RequestReceived:
    """Return the event that tells the office of a request."""
    fields: dict[str, Any] = {"request_id": f"r-{next(_numbers)}", "received_at": MONDAY, **_typed(person)}
    return RequestReceived(**(fields | changed))


def make_form(person: Person = LEA_MARTIN, **changed: str) -> dict[str, str]:
    """Return the fields of « Créer un compte » as the page names them."""
    typed = _typed(person)
    return {
        "carte": typed["card"],
        "nom": typed["last_name"],
        "prenom": typed["first_name"],
        "email": typed["email"],
    } | changed


def _typed(person: Person) -> dict[str, str]:
    return {
        "card": person.number,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.emails[0] if person.emails else "personne@exemple.fr",
    }
