"""Which known diner a row of a file is about.

| what agrees | taken |
| --- | --- |
| the other software's id, or the national id (INE) | yes |
| the school's number of the pupil (ELENOET), with the name or the birth date | yes, unless the INE differ |
| the card and the name | yes |
| name and birth date, of one diner alone | yes |
| the name and an address, of one diner and one row alone | yes, with another card and class too: a new year |
| the name alone, borne once in the file and by one diner | yes, unless something known differs |
| the name alone, of several | by the class, if it tells them apart; else nobody is touched |
| the name alone, with another card and another class | no: a namesake, who is named beside the new diner |
| the name in use of one for the family name of the other | as the name, with the card; else with the birth date, an address or the class too |

A diner who has left comes back by the name alone only in the same class: three years later it is somebody else's.
Where one address is that of two diners of one name, or of two rows, it tells nothing: nobody is touched.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from turbo_admin.core.cards import full_card
from turbo_admin.core.emails import email_key
from turbo_admin.core.names import fold
from turbo_admin.outside.diner_rows import DinerRow, name_key
from turbo_admin.store.records import DinerRecord


@dataclass(frozen=True, slots=True)
class Answer:
    """Who a row is about.

    Attributes:
        diner: None for a new one, or when it cannot be told.
        rivals: who it may be, when it cannot be told.
        namesakes: of a new one, who bears the name already, and is not known to be somebody else.
    """

    diner: DinerRecord | None = None
    rivals: tuple[DinerRecord, ...] = ()
    namesakes: tuple[DinerRecord, ...] = ()


_NEW = Answer()


class Known:
    """The diners of a school, found again by what a file says of them.

    Args:
        records: all diners of the school, those who left too.
        rows: of the file, all of them.
        site_code: the school's, for cards that lack it.
        other_cards: gives a diner's cards beside the first one, former ones too.
    """

    def __init__(
        self,
        records: Collection[DinerRecord],
        rows: Sequence[DinerRow] = (),
        site_code: str = "",
        other_cards: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        self._site_code, self._other_cards = site_code, other_cards
        self._by_external: dict[str, DinerRecord] = {}
        self._by_ine: dict[str, DinerRecord] = {}
        self._by_elenoet: dict[str, DinerRecord] = {}
        self._by_card: dict[str, DinerRecord] = {}
        self._by_name: defaultdict[str, list[DinerRecord]] = defaultdict(list)
        self._by_used_name: defaultdict[str, list[DinerRecord]] = defaultdict(list)
        for record in records:
            self._enter(record)
        for record in records:
            for card in other_cards(record.id):
                self._by_card.setdefault(card, record)
        self._rows = rows
        self._namesake_rows: defaultdict[str, list[DinerRow]] = defaultdict(list)
        # Without anybody known there is nobody to be mistaken for.
        self._names = Counter(row.key for row in rows) if self._by_name else Counter[str]()
        self._classes = (
            Counter((row.key, fold(row.class_name)) for row in rows) if self._by_name else Counter()
        )

    def _enter(self, record: DinerRecord) -> None:
        for table, value in (
            (self._by_external, record.external_id),
            (self._by_ine, record.ine),
            (self._by_elenoet, record.elenoet),
        ):
            if value:
                table[value] = record
        if record.card and not (record.left and record.card in self._by_card):
            self._by_card[record.card] = record
        self._by_name[name_key(record.last_name, record.first_name)].append(record)
        if record.used_name:
            self._by_used_name[name_key(record.used_name, record.first_name)].append(record)

    def find(self, row: DinerRow) -> Answer:
        """Return the diner that a row is about."""
        if not self._by_name:
            return _NEW
        sure = self._by_ids(row) or self._by_card_and_name(row)
        return Answer(sure) if sure else self._by_its_name(row)

    def _by_ids(self, row: DinerRow) -> DinerRecord | None:
        if row.external_id and row.external_id in self._by_external:
            return self._by_external[row.external_id]
        if row.ine:
            # An earlier version kept the national id as the other software's.
            found = self._by_ine.get(row.ine) or self._by_external.get(row.ine)
            if found is not None:
                return found
        found = self._by_elenoet.get(row.elenoet) if row.elenoet else None
        if found is None or _differ(found.ine, row.ine):
            return None
        return found if _is_named(found, row) or (row.birth and found.birth == row.birth) else None

    def _by_card_and_name(self, row: DinerRow) -> DinerRecord | None:
        holder = self._by_card.get(full_card(row.card, self._site_code)) if row.card else None
        # A card that went to somebody else: the holder's name must agree too.
        if holder is None or not _is_named(holder, row):
            return None
        return None if _differ(holder.ine, row.ine) or _differ(holder.birth, row.birth) else holder

    def _by_its_name(self, row: DinerRow) -> Answer:
        bearers = [one for one in self._bearers(row) if not _contradict(one, row)]
        born = [one for one in bearers if row.birth and one.birth == row.birth]
        if born:
            return Answer(born[0]) if len(born) == 1 else Answer(rivals=tuple(born))
        reached = [
            one for one in bearers if _share_address(one, row) and not self._is_of_another_row(one, row)
        ]
        namesakes = reached or [one for one in bearers if not self._is_another(one, row)]
        if not namesakes:
            return Answer(namesakes=tuple(bearers))
        if len(namesakes) == 1 and (
            self._names[row.key] == 1 or (reached and self._fits_alone(reached[0], row))
        ):
            return Answer(namesakes[0])
        folded = fold(row.class_name)
        same = [one for one in namesakes if folded and fold(one.class_name) == folded]
        if reached:
            # Next year the class is that of the other one.
            same = [one for one in same if not self._has_another_card(one, row)]
        if len(same) == 1 and self._classes[row.key, folded] == 1:
            return Answer(same[0])
        return Answer(rivals=tuple(namesakes))

    def _bearers(self, row: DinerRow) -> list[DinerRecord]:
        """Return the diners of the row's name; when nobody bears it, those of whom it may be the other name."""
        found = self._by_name.get(row.key)
        if found:
            return found
        # Two cousins may share a first name and the name one of them goes by: something else must speak for it.
        others = (*self._by_used_name.get(row.key, ()), *self._by_name.get(row.used_key, ()))
        # A file that has the two names the other way round finds the same diner twice.
        return list({one.id: one for one in others if _is_likely(one, row)}.values())

    def _is_another(self, one: DinerRecord, row: DinerRow) -> bool:
        """Whether a namesake whom nothing else speaks for is taken for somebody else."""
        if row.birth and one.birth:
            return False
        same_class = fold(one.class_name) == fold(row.class_name)
        if one.left and not same_class:
            return True
        # Another card and another class: a namesake, not the same child with a new card.
        return not same_class and self._has_another_card(one, row)

    def _has_another_card(self, one: DinerRecord, row: DinerRow) -> bool:
        card = full_card(row.card, self._site_code)
        return _differ(one.card, card) and card not in self._other_cards(one.id)

    def _is_of_another_row(self, one: DinerRecord, row: DinerRow) -> bool:
        """Whether another row of the file is surely about the diner."""
        return any(
            (self._by_ids(other) or self._by_card_and_name(other)) is one for other in self._same_name(row)
        )

    def _fits_alone(self, one: DinerRecord, row: DinerRow) -> bool:
        """Whether no other row of the file has the diner's name and an address of the diner's."""
        return not any(_share_address(one, other) for other in self._same_name(row))

    def _same_name(self, row: DinerRow) -> list[DinerRow]:
        """Return the other rows of the file with the name."""
        if self._names[row.key] == 1:
            return []
        if not self._namesake_rows:
            for one in self._rows:
                if self._names[one.key] > 1:
                    self._namesake_rows[one.key].append(one)
        return [one for one in self._namesake_rows[row.key] if one is not row]


def _is_named(one: DinerRecord, row: DinerRow) -> bool:
    """Whether a diner and a row share a name, the family's or the one in use."""
    ours = {name_key(one.last_name, one.first_name)}
    if one.used_name:
        ours.add(name_key(one.used_name, one.first_name))
    return row.key in ours or row.used_key in ours


def _is_likely(one: DinerRecord, row: DinerRow) -> bool:
    """Whether birth date, address or class speak for a diner whose other name the row has."""
    if row.birth and one.birth:
        return row.birth == one.birth
    folded = fold(row.class_name)
    return _share_address(one, row) or bool(folded and fold(one.class_name) == folded)


def _contradict(one: DinerRecord, row: DinerRow) -> bool:
    """Whether a namesake is surely somebody else."""
    return (
        _differ(one.external_id, row.external_id)
        or _differ(one.ine, row.ine)
        or _differ(one.birth, row.birth)
    )


def _share_address(one: DinerRecord, row: DinerRow) -> bool:
    """Whether an address of the diner's stands in the row."""
    return bool(
        row.emails and not {email_key(known) for known in one.emails}.isdisjoint(map(email_key, row.emails))
    )


def _differ(one: str, other: str) -> bool:
    """Whether both are known, and not the same."""
    return bool(one and other and one != other)
