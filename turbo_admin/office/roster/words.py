"""French texts of the lines of an import plan."""

from collections.abc import Sequence

from turbo_admin.core.french import NBSP, full_name
from turbo_admin.outside.roster_files.diner_files import Source
from turbo_admin.store.engine.diner_records import DinerRecord


def unit_of(source: Source) -> str:
    """Return what the rows of a kind of file are called: `élève` in SIECLE's XML, which has no lines, else `ligne`."""
    return "élève" if source is Source.SIECLE else "ligne"


def name_of(record: DinerRecord) -> str:
    """Return a diner's name as lists show it."""
    return full_name(record.last_name, record.first_name)


def already(namesakes: Sequence[DinerRecord]) -> str:
    """Return the sentence about diners who already have a new diner's name: `un MARTIN Léa (6 A, carte 0683-00101) existe déjà`."""
    known = " et ".join(with_marks(one) for one in namesakes)
    return f"un {known} existe déjà" if len(namesakes) == 1 else f"{known} existent déjà"


def with_marks(one: DinerRecord) -> str:
    """Return a diner's name with distinguishing details: `MARTIN Léa (6 A, carte 0683-00101)`."""
    marks = [one.class_name, f"carte {one.card}" if one.card else "", "sorti" if one.left else ""]
    details = ", ".join(filter(None, marks))
    return f"{name_of(one)} ({details})" if details else name_of(one)


def looks_like(alike: Sequence[DinerRecord]) -> str:
    """Return the sentence about known diners whom a new one resembles."""
    known = " ou ".join(with_marks(one) for one in alike)
    return f"ressemble à {known}"


def difference(old: DinerRecord, new: DinerRecord) -> str:
    """Return what changes, before and after; empty for nothing."""
    changed = []
    for label, before, after in (
        ("nom", name_of(old), name_of(new)),
        ("nom d’usage", old.used_name, new.used_name),
        ("classe", old.class_name, new.class_name),
        ("régime", old.regime, new.regime),
        ("catégorie", old.kind, new.kind),
        ("carte", old.card, new.card),
        ("e-mails", ", ".join(old.emails), ", ".join(new.emails)),
        ("né(e) le", _day(old.birth), _day(new.birth)),
        ("INE", old.ine, new.ine),
        ("n° élève", old.elenoet, new.elenoet),
        ("identifiant", old.external_id, new.external_id),
    ):
        if before != after:
            changed.append(f"{label}{NBSP}: {before or '–'} → {after or '–'}")
    if old.left != new.left:
        changed.append("sorti" if new.left else "de retour")
    return f"{NBSP}; ".join(changed)


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
