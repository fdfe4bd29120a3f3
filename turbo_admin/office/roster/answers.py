"""The clerk's answers about rows whose person is doubtful, for this plan and from earlier files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.core.roster.row_matcher import Answer
from turbo_admin.office.roster.plan import Sameness
from turbo_admin.outside.roster_files.diner_rows import PUPIL
from turbo_admin.store.engine.diner_records import DinerRecord

# None revokes the answer given for an earlier file of the same kind.
Answers = Mapping[Doubt, Sameness | None]


@dataclass(frozen=True, slots=True)
class ClerkAnswers:
    """The clerk's answers about doubtful rows.

    Attributes:
        answers: for this plan, including those remembered from an earlier file of the same kind.
        remembered: the doubts answered by an earlier file.
    """

    answers: Mapping[Doubt, Sameness]
    remembered: frozenset[Doubt]

    @classmethod
    def of(cls, earlier: Mapping[str, str], given: Answers | Sameness | None) -> "ClerkAnswers":
        """Merge the answers for earlier files of the same kind with those for this one."""
        # « The same persons » is never applied again by itself: it would rename diners unasked.
        before = {
            Doubt(doubt): Sameness.OTHERS for doubt, answer in earlier.items() if answer == Sameness.OTHERS
        }
        now: Answers = dict.fromkeys(Doubt, given) if isinstance(given, Sameness) else given or {}
        answers = {doubt: said for doubt, said in {**before, **now}.items() if said is not None}
        return cls(answers, frozenset(before.keys() - now.keys()))

    @property
    def columns(self) -> frozenset[IdKind]:
        """Columns that do not identify persons, by the answer for an earlier file of the same kind."""
        return frozenset({IdKind.EXTERNAL}) if Doubt.EXTERNAL in self.remembered else frozenset()


def ask_of_leavers(answers: Sequence[Answer[DinerRecord]]) -> list[Answer[DinerRecord]]:
    """Ask about each new diner who resembles a pupil that no row is about and that would be marked as left.

    Resembling: namesakes, the same first name and guardians, or nearly the same name. Otherwise a corrected spelling would
    create a double and take the account away from the child.
    """
    met = {one.id for answer in answers for one in _known(answer)}
    asked: set[str] = set()
    found = []
    for answer in answers:
        alike = [
            one for one in (*answer.namesakes, *answer.alike) if one.id not in met | asked and not one.left
        ]
        is_new = answer.diner is None and answer.asked is None and not answer.rivals
        if is_new and len(alike) == 1 and alike[0].kind == PUPIL:
            asked.add(alike[0].id)
            answer = replace(answer, asked=alike[0], doubt=Doubt.NAME)  # noqa: PLW2901 (asked about now)
        found.append(answer)
    return found


def _known(answer: Answer[DinerRecord]) -> tuple[DinerRecord, ...]:
    one = answer.diner or answer.asked
    return (one,) if one is not None else answer.rivals
