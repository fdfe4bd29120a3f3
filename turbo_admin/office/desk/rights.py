"""Who works at a desk, and what that operator may do."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from turbo_admin.core.errors import Refused


class Right(StrEnum):
    """Something that an operator may be allowed to do; the value is its French, as the refusal names it."""

    CONSULT = "consulter les listes et les fiches"
    INTAKE = "traiter les demandes"
    CREDENTIALS = "générer et révoquer des identifiants"
    SHEETS = "imprimer, envoyer et remettre les fiches"
    ACCOUNTS = "bloquer, fermer et corriger les comptes"
    ROSTER = "importer et modifier les hôtes"
    SYNC = "synchroniser avec le portail"
    SETTINGS = "modifier la configuration"
    RETENTION = "effacer les données anciennes"
    BACKUP = "sauvegarder et restaurer la base"
    CASH = "encaisser"
    CLOSINGS = "arrêter les journées, les bordereaux et les mois"


ALL_RIGHTS = frozenset(Right)


@dataclass(frozen=True, slots=True)
class Operator:
    """The person, or the program, that works at a desk.

    Attributes:
        who: the name that the journal writes.
        rights: any right includes `Right.CONSULT`: nobody can act on what may not be seen.
    """

    who: str
    rights: frozenset[Right] = ALL_RIGHTS

    def may(self, right: Right) -> bool:
        """Whether the operator has a right."""
        return right in self.rights or (right is Right.CONSULT and bool(self.rights))

    def check(self, right: Right) -> None:
        """Do nothing if the operator has a right.

        Raises:
            Refused: `not_allowed`.
        """
        if not self.may(right):
            raise Refused("not_allowed", right=right.value)


class HasOperator(Protocol):
    """A desk, or something that works on behalf of one."""

    @property
    def operator(self) -> Operator:
        """Who works there."""


D = TypeVar("D", bound=HasOperator)
P = ParamSpec("P")
T = TypeVar("T")

_ATTRIBUTE = "needed_right"


class needs:  # noqa: N801 (used as a decorator)
    """Decorator of the public acts and reads of `office`: refuses an operator without the right, at the call.

    The first parameter of the function is the desk; for a method it is the object, which then has an `operator`.
    Outermost of all decorators: a generator or a context manager is refused when it is called, not when it is used.
    A step inside an act's transaction takes the session first and needs no right: its act has been checked.

    Args:
        right: what the act needs.
    """

    def __init__(self, right: Right) -> None:
        self._right = right

    def __call__(self, act: Callable[Concatenate[D, P], T]) -> Callable[Concatenate[D, P], T]:
        """Return the act, checked."""
        right = self._right

        @wraps(act)
        def checked(desk: D, /, *args: P.args, **kwargs: P.kwargs) -> T:
            desk.operator.check(right)
            return act(desk, *args, **kwargs)

        setattr(checked, _ATTRIBUTE, right)
        return checked


def needed_right(act: object) -> Right | None:
    """Return the right that a function needs; None for one that is not checked."""
    right: Right | None = getattr(act, _ATTRIBUTE, None)
    return right
