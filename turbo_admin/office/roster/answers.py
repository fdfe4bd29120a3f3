"""The clerk's answers about rows whose person is doubtful: for this plan, and remembered ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from turbo_admin.core.roster.identity import Doubt
from turbo_admin.core.roster.persons import IdKind
from turbo_admin.core.roster.row_matcher import Answer
from turbo_admin.office.roster.plan import Sameness
from turbo_admin.outside.roster_files.diner_rows import PUPIL
from turbo_admin.store.engine.diner_records import DinerRecord

# None takes back what was answered for an earlier file of the kind.
Answers = Mapping[Doubt, Sameness | None]


@dataclass(frozen=True, slots=True)
class ClerkAnswers:
    """The clerk's answers about doubtful rows.

    Attributes:
        answers: of this plan, those remembered from an earlier file of the kind among them.
        remembered: the doubts of the latter.
    """

    answers: Mapping[Doubt, Sameness]
    remembered: frozenset[Doubt]

    @classmethod
    def of(cls, earlier: Mapping[str, str], given: Answers | Sameness | None) -> "ClerkAnswers":
        """Put together what was answered for earlier files of the kind and what is answered for this one."""
        # That they were the same persons once never renames somebody in silence the next time.
        before = {
            Doubt(doubt): Sameness.OTHERS for doubt, answer in earlier.items() if answer == Sameness.OTHERS
        }
        now: Answers = dict.fromkeys(Doubt, given) if isinstance(given, Sameness) else given or {}
        answers = {doubt: said for doubt, said in {**before, **now}.items() if said is not None}
        return cls(answers, frozenset(before.keys() - now.keys()))

    @property
    def columns(self) -> frozenset[IdKind]:
        """The columns that do not designate persons, as was answered for an earlier file of the kind."""
        return frozenset({IdKind.EXTERNAL}) if Doubt.EXTERNAL in self.remembered else frozenset()


def ask_of_leavers(answers: Sequence[Answer[DinerRecord]]) -> list[Answer[DinerRecord]]:
    """Ask about each new diner who resembles somebody whom no row is about, and who would be marked as left.

    One of a pair of namesakes, of a first name and guardians, or of near names: a correction would make a double, and
    take the account from the child who stays.
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
