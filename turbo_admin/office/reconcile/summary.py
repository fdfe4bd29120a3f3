"""A plan of reconciliation in words, for whoever has to agree to it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from turbo_admin.core.french import NBSP, count, full_name
from turbo_admin.office.desk.context import Desk
from turbo_admin.office.desk.rights import Right, needs
from turbo_admin.office.reconcile.plan import ReconcilePlan
from turbo_admin.protocol import codec
from turbo_admin.protocol.kinds import KINDS
from turbo_admin.protocol.states import AccountRequestState, AccountState, DinerState
from turbo_admin.store import accounts, diners, requests, schools

# More names of a kind than this are not read one by one.
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True)
class KindSummary:
    """What becomes of the records of one kind, in numbers; `names` holds the first of those that change."""

    kind: str
    title: str
    same: int
    adopted: int
    told: int
    both: int
    erased: int
    adopted_names: tuple[str, ...]
    told_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What « Mettre d'accord… » would do for one school.

    Attributes:
        reason: what was found, in one sentence.
        same_diners: diners that both sides knew under different ids, found by a name that each has once.
        questions: diners of the portal whose name several bear.
    """

    uai: str
    school: str
    reason: str
    kinds: tuple[KindSummary, ...]
    same_diners: int
    questions: tuple[str, ...]
    is_empty: bool


@needs(Right.SYNC)
def summarise(desk: Desk, plan: ReconcilePlan) -> PlanSummary:
    """Return a plan in numbers and names."""
    with desk.database.read() as session:
        name = schools.school(session, plan.uai).name
        local = _local_names(session, plan)
    there = _portal_names(plan)
    kinds = tuple(
        KindSummary(
            kind=kind,
            title=KINDS[kind].many,
            same=one.same,
            adopted=len(one.adopt),
            told=len(one.tell),
            both=len(one.both),
            erased=len(one.gone),
            adopted_names=_names(one.adopt, there.get(kind, {})),
            told_names=_names(one.tell | one.both, local.get(kind, {})),
        )
        for kind, one in plan.kinds.items()
    )
    return PlanSummary(
        uai=plan.uai,
        school=name,
        reason=plan_reason(plan),
        kinds=kinds,
        same_diners=len(plan.renamed),
        questions=_names(plan.ambiguous, there.get("diner", {})),
        is_empty=plan.is_empty,
    )


def plan_lines(summary: PlanSummary) -> list[str]:
    """Return a plan as lines of text."""
    lines = [f"{summary.school} ({summary.uai}){NBSP}: {summary.reason}"]
    for one in summary.kinds:
        parts = [
            f"{count(one.same, 'identique')}",
            f"{one.adopted} à reprendre du portail",
            f"{one.told + one.both} à envoyer au portail",
        ]
        if one.erased:
            parts.append(f"{one.erased} effacés au portail")
        lines.append(f"  {one.title}{NBSP}: {', '.join(parts)}")
        lines += [f"    reprendre{NBSP}: {name}" for name in one.adopted_names]
        lines += [f"    envoyer{NBSP}: {name}" for name in one.told_names]
    if summary.same_diners:
        lines.append(f"  hôtes reconnus par leur nom{NBSP}: {summary.same_diners}")
    lines += [f"  à vérifier ensuite (nom porté par plusieurs){NBSP}: {name}" for name in summary.questions]
    return lines


def plan_reason(plan: ReconcilePlan) -> str:
    """Return what was found, as the end of a sentence."""
    if plan.is_empty and not plan.is_new_portal:
        return "le bureau et le portail tiennent déjà la même chose."
    if plan.is_new_portal:
        return "le portail a été remis à partir d’une sauvegarde, ou remplacé."
    return "cette base est une copie plus ancienne, ou une base neuve."


def _names(keys: frozenset[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names.get(key, key) for key in keys)[:_MOST_NAMES])


def _local_names(session: Session, plan: ReconcilePlan) -> dict[str, dict[str, str]]:

    keys = {kind: one.tell | one.both for kind, one in plan.kinds.items()}
    return {
        "settings": {"school": "configuration"},
        "diner": {
            one.id: _diner(one.last_name, one.first_name, one.class_name)
            for one in diners.diners_by_id(session, keys["diner"]).values()
        },
        "account": {
            one.id: f"{one.login} {one.email}".strip()
            for one in accounts.accounts_by_id(session, keys["account"]).values()
        },
        "request": {
            one.id: full_name(one.last_name, one.first_name)
            for one in requests.requests_by_id(session, sorted(keys["request"]))
        },
    }


def _portal_names(plan: ReconcilePlan) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"settings": {"school": "configuration"}}
    for kind, keys in (
        ("diner", plan.kinds["diner"].adopt | plan.ambiguous),
        ("account", plan.kinds["account"].adopt),
        ("request", plan.kinds["request"].adopt),
    ):
        found[kind] = {key: _portal_name(kind, plan, key) for key in keys}
    return found


def _portal_name(kind: str, plan: ReconcilePlan, key: str) -> str:
    body = plan.listing.held[kind][key].body
    if kind == "diner":
        diner = codec.decode(body, DinerState)
        return _diner(diner.last_name, diner.first_name, diner.class_name)
    if kind == "account":
        account = codec.decode(body, AccountState)
        return f"{account.login} {account.email}".strip()
    request = codec.decode(body, AccountRequestState)
    return full_name(request.last_name, request.first_name)


def _diner(last_name: str, first_name: str, class_name: str) -> str:
    name = full_name(last_name, first_name)
    return f"{name} ({class_name})" if class_name else name
