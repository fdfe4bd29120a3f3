"""Records of diners, their cards, and the imports they came from."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class DinerRecord:
    """Anyone with a card.

    Attributes:
        external_id: another software's number; `external_kind` is the normalised title of the column it came from.
        ine, elenoet, birth: who a pupil is for the State; they stay in the office.
        birth: `2014-03-02`, empty when unknown.
        used_name: another last name that the diner goes by, « nom d’usage »; empty when there is none.
    """

    id: str
    uai: str
    external_id: str
    last_name: str
    first_name: str
    class_name: str
    kind: str
    card: str
    left: bool
    emails: tuple[str, ...]
    ine: str = ""
    elenoet: str = ""
    birth: str = ""
    regime: str = ""
    used_name: str = ""
    external_kind: str = ""


class ShownDiner(NamedTuple):
    """What families see of a diner."""

    id: str
    last_name: str
    first_name: str
    class_name: str
    left: bool


@dataclass(frozen=True, slots=True)
class DinerImportRecord:
    """An import of diners; `undone_at` is None while it stands."""

    id: str
    uai: str
    at: datetime
    who: str
    workstation: str
    files: tuple[str, ...]
    created: int
    changed: int
    left: int
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card of a diner beside its first one; a former one has an end, and `why`."""

    id: int
    diner_id: str
    card: str
    noted_at: datetime
    until_at: datetime | None
    why: str


# A diner before, None for a new one, and after.
DinerChange = tuple[DinerRecord | None, DinerRecord]
