"""What a person may decide otherwise than a plan proposes, and the plan once it is decided."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from turbo_admin.core.errors import Refused
from turbo_admin.office.reconcile.plan import KindPlan, ReconcilePlan

# (kind, key) -> a `PlanSide`; for a diner that only the portal knows, the diner here who is the same, or `APART`.
PlanChoices = Mapping[tuple[str, str], str]
# The diner is nobody of those here: it is created as « retrouvé au portail ».
APART = ""


class PlanSide(StrEnum):
    """Which side's record stands."""

    PORTAL = "portal"
    OFFICE = "office"


def choices_of(plan: ReconcilePlan, kind: str, key: str) -> tuple[str, ...]:
    """Return what may be chosen for a record of a plan without choices; empty when there is nothing to choose.

    Records that both sides hold may be taken from either. An account that only the portal has may be closed there, in
    favour of the one of this office with its address. A diner that only the portal knows may be one of those here who
    bear its name.
    """
    one = plan.kinds[kind]
    if kind == "diner" and key in plan.namesakes:
        return (*plan.namesakes[key], APART)
    is_changed = key in one.tell | one.both | one.adopt
    is_shared = (
        key in one.local and key in plan.listing.held[kind] and not plan.listing.held[kind][key].erased
    )
    collides = kind == "account" and key in plan.collisions
    return (PlanSide.OFFICE, PlanSide.PORTAL) if is_changed and (is_shared or collides) else ()


def proposed_choice(plan: ReconcilePlan, kind: str, key: str) -> str:
    """Return what a plan does about a record that may be decided otherwise."""
    if kind == "diner" and key in plan.namesakes:
        return next((here for here, there in plan.renamed.items() if there == key), APART)
    is_taken = key in plan.kinds[kind].adopt and key not in plan.closed
    return PlanSide.PORTAL if is_taken else PlanSide.OFFICE


def with_choices(plan: ReconcilePlan, choices: PlanChoices) -> ReconcilePlan:
    """Return a plan that does what was chosen; what is not among the choices stays as proposed.

    Raises:
        Refused: `choice_unknown`: a record or a choice that the plan does not have; `choice_twice`: two diners of the
            portal are said to be one diner here.
    """
    chosen = plan
    for (kind, key), value in choices.items():
        if kind not in plan.kinds or value not in choices_of(plan, kind, key):
            raise Refused("choice_unknown", record=f"{kind}:{key}", choice=value or "nouveau")
        if kind != "diner" or key not in plan.namesakes:
            chosen = _from_side(chosen, kind, key, PlanSide(value))
    return _with_diners(chosen, {key: choices[kind, key] for kind, key in choices if key in plan.namesakes})


def _from_side(plan: ReconcilePlan, kind: str, key: str, side: PlanSide) -> ReconcilePlan:
    one = plan.kinds[kind]
    if key not in one.local:  # an account that only the portal has
        closed = plan.closed | {key} if side is PlanSide.OFFICE else plan.closed - {key}
        return replace(plan, closed=closed)
    if side == proposed_choice(plan, kind, key):
        return plan
    rest = replace(one, adopt=one.adopt - {key}, tell=one.tell - {key}, both=one.both - {key})
    if side is PlanSide.PORTAL:
        taken = plan.taken_whole | {key} if kind == "account" else plan.taken_whole
        return replace(
            plan, kinds=_with_kind(plan, kind, replace(rest, adopt=rest.adopt | {key})), taken_whole=taken
        )
    return replace(plan, kinds=_with_kind(plan, kind, replace(rest, both=rest.both | {key})))


def _with_diners(plan: ReconcilePlan, same: Mapping[str, str]) -> ReconcilePlan:
    """Let diners of the portal be those of here that were named, or none of them."""
    if not same:
        return plan
    renamed = {here: there for here, there in plan.renamed.items() if there not in same}
    for there, here in same.items():
        if here and here in renamed:
            raise Refused("choice_twice", first=renamed[here], second=there)
        if here:
            renamed[here] = there
    one = plan.kinds["diner"]
    apart = {there for there, here in same.items() if here == APART}
    candidates = {here for there in same for here in plan.namesakes[there]}
    diners = replace(
        one,
        adopt=(one.adopt | apart) - set(renamed.values()),
        tell=(one.tell | (candidates - one.gone)) - set(renamed),
        gone=one.gone - set(renamed),
    )
    return replace(
        plan,
        kinds=_with_kind(plan, "diner", diners),
        renamed=renamed,
        ambiguous=plan.ambiguous - set(same),
    )


def _with_kind(plan: ReconcilePlan, kind: str, changed: KindPlan) -> dict[str, KindPlan]:
    return {**plan.kinds, kind: changed}
