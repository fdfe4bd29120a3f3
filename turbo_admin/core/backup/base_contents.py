"""What an office's database holds, in the few figures by which a person recognises it."""

from dataclasses import dataclass
from datetime import datetime

from turbo_admin.core.french import NBSP, count, in_words, moment, thousands

_NEVER = "aucune"


@dataclass(frozen=True, slots=True)
class BaseContents:
    """What a database or a copy of one holds.

    Attributes:
        schema: version of its tables.
        epoch: which database it is.
        last_change: of the latest line of the journal of acts; None for none.
        schools: names, in order.
        diners: who have not left.
        accounts: that are not closed.
        open_requests: that wait for an answer.
        last_sync: the latest that ended well at any school; None for never.
    """

    schema: str
    epoch: str
    last_change: datetime | None
    schools: tuple[str, ...]
    diners: int
    accounts: int
    open_requests: int
    last_sync: datetime | None


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A figure of a copy beside that of the present database, in French.

    Attributes:
        present: « illisible » when the present database cannot be read.
    """

    label: str
    copy: str
    present: str

    @property
    def differs(self) -> bool:
        """Whether restoring changes it."""
        return self.copy != self.present


def compare_contents(copy: BaseContents, present: BaseContents | None) -> tuple[ContentsLine, ...]:
    """Return the figures of a copy beside those of the present database."""
    here = _figures(present) if present is not None else {}
    return tuple(
        ContentsLine(label, text, here.get(label, "illisible")) for label, text in _figures(copy).items()
    )


def in_one_sentence(contents: BaseContents) -> str:
    """Return « 2 établissements, 412 hôtes, 36 comptes, dernière modification le … »."""
    changed = moment(contents.last_change) if contents.last_change else "jamais"
    return (
        f"{count(len(contents.schools), 'établissement')}, {count(contents.diners, 'hôte')},"
        f" {count(contents.accounts, 'compte')}, dernière modification{NBSP}: {changed}"
    )


def _figures(contents: BaseContents) -> dict[str, str]:
    return {
        "Dernière modification": moment(contents.last_change) if contents.last_change else _NEVER,
        "Dernière synchronisation": moment(contents.last_sync) if contents.last_sync else _NEVER,
        "Établissements": in_words(contents.schools) if contents.schools else "aucun",
        "Hôtes": thousands(contents.diners),
        "Comptes": thousands(contents.accounts),
        "Demandes à traiter": thousands(contents.open_requests),
        "Version des tables": contents.schema,
    }
