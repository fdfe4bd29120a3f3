"""Merges two rows of a file about one person, with remarks on what is dropped.

| the rows differ in | kept |
| --- | --- |
| one has left | the present one; the other only fills gaps |
| class, régime, birth date, both present | the later one, with a remark |
| card, of one row alone | that card |
| two cards | the first one, and the second is named |
| addresses | all of them, each once |
| an id, name in use, school | the present row's, else the first one's |
"""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from turbo_admin.core.emails import email_key
from turbo_admin.core.french import NBSP, full_name
from turbo_admin.core.roster.classes import class_key
from turbo_admin.core.roster.title_words import DinerField
from turbo_admin.outside.roster_files.diner_rows import FileDiner
from turbo_admin.outside.roster_files.repeated_ids import ID_FIELDS, id_of, with_id

# Called with (field, text) for a value that is dropped.
AddRemark = Callable[[DinerField, str], None]


def merged(first: FileDiner, second: FileDiner, unit: str, add_remark: AddRemark) -> FileDiner:
    """Return one row for two of one person, the second standing lower in the file.

    Args:
        unit: what a row of the file is called, for remarks.
    """
    name = full_name(first.last_name, first.first_name)
    if first.left != second.left:
        present, left = (second, first) if first.left else (first, second)
        add_remark(
            DinerField.LEFT,
            f"{name} figure deux fois, comme sorti ({left.spot(unit)}) et comme présent ({present.spot(unit)})"
            f"{NBSP}: l’hôte est repris comme présent.",
        )
        base, other = present, left
    else:
        base, other = first, second
    known = {email_key(email) for email in first.emails}
    row = replace(
        base,
        row=base.row,
        emails=first.emails + tuple(email for email in second.emails if email_key(email) not in known),
        card=_card(name, base, other, add_remark),
        kind=base.kind or other.kind,
        uai=base.uai or other.uai,
        used_name=base.used_name or other.used_name,
    )
    row = _with_ids(row, other, name, add_remark)
    return _with_the_later(row, base, other, first.spot(unit), add_remark)


def _card(name: str, base: FileDiner, other: FileDiner, add_remark: AddRemark) -> str:
    if not base.card or not other.card:
        return base.card or other.card
    if base.card[-len(other.card) :] == other.card or other.card[-len(base.card) :] == base.card:
        # « 04217 » and « 0683-04217 ».
        return max(base.card, other.card, key=len)
    add_remark(
        DinerField.CARD,
        f"{name} a deux cartes, {base.card} et {other.card}{NBSP}: c’est {base.card} qui est reprise. Si l’autre sert "
        "aussi, ajoutez-la dans sa fiche.",
    )
    return base.card


def _with_ids(row: FileDiner, other: FileDiner, name: str, add_remark: AddRemark) -> FileDiner:
    for field in ID_FIELDS:
        held, also = id_of(row, field), id_of(other, field)
        if also and not held:
            row = with_id(row, field, also, other.external_kind)
        elif also and also != held and row.left == other.left:
            add_remark(
                field, f"{name} a deux identifiants, {held} et {also}{NBSP}: c’est {held} qui est repris."
            )
    return row


def _with_the_later(
    row: FileDiner, base: FileDiner, other: FileDiner, spot: str, add_remark: AddRemark
) -> FileDiner:
    """Return the row with class, régime and birth date: the later ones, unless one of the two has left.

    Args:
        spot: where the first row stands.
    """
    wins = base.left == other.left
    name = full_name(base.last_name, base.first_name)
    kept: dict[DinerField, str] = {}
    for field in (DinerField.CLASS, DinerField.REGIME, DinerField.BIRTH):
        held, also = _text(base, field), _text(other, field)
        kept[field] = also if wins else held
        if not held or not also or _is_same(field, held, also):
            kept[field] = held or also
        elif wins or field is DinerField.BIRTH:
            dropped = held if wins else also
            add_remark(
                field,
                f"{name} figure déjà ({spot}), et les deux ne disent pas la même chose{NBSP}: "
                f"«{NBSP}{_shown(field, kept[field])}{NBSP}» est repris, «{NBSP}{_shown(field, dropped)}{NBSP}» ne l’est "
                "pas. Vérifiez.",
            )
    return replace(
        row, class_name=kept[DinerField.CLASS], regime=kept[DinerField.REGIME], birth=kept[DinerField.BIRTH]
    )


def _text(diner: FileDiner, field: DinerField) -> str:
    if field is DinerField.CLASS:
        return diner.class_name
    return diner.regime if field is DinerField.REGIME else diner.birth


def _is_same(field: DinerField, one: str, other: str) -> bool:
    return one == other or (field is DinerField.CLASS and class_key(one) == class_key(other))


def _shown(field: DinerField, text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if field is DinerField.BIRTH else text
