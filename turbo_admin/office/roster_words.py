"""What the lines of an import's plan say."""

from turbo_admin.core.french import NBSP, full_name
from turbo_admin.store.records import DinerRecord


def name_of(record: DinerRecord) -> str:
    """Return a diner's name as lists show it."""
    return full_name(record.last_name, record.first_name)


def difference(old: DinerRecord, new: DinerRecord) -> str:
    """Return what changes, before and after; empty for nothing."""
    changed = []
    for label, before, after in (
        ("nom", name_of(old), name_of(new)),
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
