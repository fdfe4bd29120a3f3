"""Ids that several persons of a file share: they identify nobody, and are removed.

| found | effect |
| --- | --- |
| a few values, each borne by several persons | removed, one remark for each value |
| many values | removed, one remark for the column |
| most of the column | the column is no id: all its values are removed, one remark |
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.core.matching.spellings import fold
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.diner_rows import FileDiner

ID_FIELDS = (DinerField.EXTERNAL_ID, DinerField.INE, DinerField.ELENOET)
# Up to this many values each get a remark; a column with a larger share of them is no id.
_FEW, _MANY_SHARE = 3, 0.2
_MOST_COMPARED = 50
# (position of the row that the remark stands at, or None for the file; field; text)
AddRowRemark = Callable[[int | None, DinerField, str], None]


def id_of(diner: FileDiner, field: DinerField) -> str:
    """Return an id of a diner, empty for none."""
    if field is DinerField.EXTERNAL_ID:
        return diner.external_id
    return diner.ine if field is DinerField.INE else diner.elenoet


def with_id(diner: FileDiner, field: DinerField, value: str, kind: str = "") -> FileDiner:
    """Return a diner with another id.

    Args:
        kind: of the other software's id.
    """
    if field is DinerField.EXTERNAL_ID:
        return replace(diner, external_id=value, external_kind=kind if value else "")
    return replace(diner, ine=value) if field is DinerField.INE else replace(diner, elenoet=value)


def is_one_person(one: FileDiner, other: FileDiner) -> bool:
    """Whether two rows that share an id or a card are one person: the name agrees, or first name and birth date."""
    if one.key == other.key or (one.used_key and one.used_key == other.key) or other.used_key == one.key:
        return True
    is_born_alike = bool(one.birth) and one.birth == other.birth
    return is_born_alike and fold(one.first_name) == fold(other.first_name)


def without_repeated_ids(rows: Sequence[FileDiner], unit: str, add_remark: AddRowRemark) -> list[FileDiner]:
    """Return the rows, in their order, without the ids that several persons share.

    Args:
        unit: what a row of the file is called, for remarks.
    """
    kept = list(rows)
    for field in ID_FIELDS:
        bearers = _bearers(kept, field)
        if not bearers:
            continue
        clashing = {
            value: positions for value, positions in bearers.items() if len(_persons(kept, positions)) > 1
        }
        if not clashing:
            continue
        told = [position for positions in clashing.values() for position in positions]
        borne = sum(len(positions) for positions in bearers.values())
        is_no_id = len(clashing) > _FEW and len(told) > _MANY_SHARE * borne
        _add_remark(kept, clashing, field, unit, add_remark, is_no_id=is_no_id)
        for position in [at for positions in bearers.values() for at in positions] if is_no_id else told:
            kept[position] = with_id(kept[position], field, "")
    return kept


def _bearers(rows: Sequence[FileDiner], field: DinerField) -> dict[tuple[str, str], list[int]]:
    """Return the positions of the rows by what their id is: kind and value."""
    bearers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for position, diner in enumerate(rows):
        if value := id_of(diner, field):
            bearers[diner.external_kind if field is DinerField.EXTERNAL_ID else "", value].append(position)
    return dict(bearers)


def _persons(rows: Sequence[FileDiner], positions: Sequence[int]) -> list[int]:
    """Return the first position of each person among rows with one id."""
    if len(positions) == 1:
        return list(positions)
    first = list({rows[position].key: position for position in reversed(positions)}.values())[::-1]
    if len(first) > _MOST_COMPARED:
        return first
    return [
        position
        for at, position in enumerate(first)
        if not any(is_one_person(rows[position], rows[one]) for one in first[:at])
    ]


def _add_remark(
    rows: Sequence[FileDiner],
    clashing: Mapping[tuple[str, str], Sequence[int]],
    field: DinerField,
    unit: str,
    add_remark: AddRowRemark,
    *,
    is_no_id: bool,
) -> None:
    if not is_no_id and len(clashing) <= _FEW:
        for (_, value), positions in clashing.items():
            persons = _persons(rows, positions)
            add_remark(
                persons[1],
                field,
                f"{_borne(rows, value, persons, unit)}{NBSP}: il n’est repris pour personne.",
            )
        return
    (_, value), positions = next(iter(clashing.items()))
    example = _borne(rows, value, _persons(rows, positions), unit)
    if is_no_id:
        text = f"Cette colonne ne désigne pas les personnes{NBSP}: {example[0].lower()}{example[1:]}, par exemple. Elle n’est pas reprise."
    else:
        many = count(len(clashing), "identifiant est celui", "identifiants sont ceux")
        text = f"{many} de plusieurs personnes et ne sont repris pour aucune. {example}, par exemple."
    add_remark(None, field, text)


def _borne(rows: Sequence[FileDiner], value: str, persons: Sequence[int], unit: str) -> str:
    who = [
        f"{full_name(rows[at].last_name, rows[at].first_name)} ({rows[at].spot(unit)})" for at in persons[:2]
    ]
    more = f" et de {count(len(persons) - 2, 'autre', 'autres')}" if len(persons) > 2 else ""
    between = ", de " if more else " et de "
    return f"L’identifiant {value} est celui de {between.join(who)}{more}"
