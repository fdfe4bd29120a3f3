"""French texts about accounts: questions before an act, what was done, and one account in full."""

from collections.abc import Sequence
from dataclasses import dataclass

from turbo_admin.core.french import NBSP, PARIS, count
from turbo_admin.office.accounts.acts import AccountAct, Foreseen
from turbo_admin.office.accounts.lines import AccountLine
from turbo_admin.ui.kit.act_scope import names_text

_AT_ONCE = "Une synchronisation démarre aussitôt."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before an act."""

    text: str
    detail: str
    yes: str


_VERBS = {
    AccountAct.BLOCK: "Bloquer",
    AccountAct.UNBLOCK: "Débloquer",
    AccountAct.CLOSE: "Fermer",
    AccountAct.REOPEN: "Rouvrir",
}
_DONE = {
    AccountAct.BLOCK: ("compte bloqué", "comptes bloqués"),
    AccountAct.UNBLOCK: ("compte débloqué", "comptes débloqués"),
    AccountAct.CLOSE: ("compte fermé", "comptes fermés"),
    AccountAct.REOPEN: ("compte rouvert", "comptes rouverts"),
}
_NOTHING = {
    AccountAct.BLOCK: "Aucun de ces comptes ne peut être bloqué.",
    AccountAct.UNBLOCK: "Aucun de ces comptes n’est bloqué.",
    AccountAct.CLOSE: "Ces comptes sont déjà fermés.",
    AccountAct.REOPEN: "Aucun de ces comptes n’est fermé.",
    AccountAct.RENEW: "Aucun de ces comptes n’est ouvert avec un hôte : débloquez-le ou rouvrez-le d’abord.",
}


def holders_text(lines: Sequence[AccountLine]) -> str:
    """Name the accounts by their diners, « MARTIN Léa et MARTIN Hugo, DURAND Louise »; by login without one."""
    return f"{names_text([' et '.join(line.names) or line.login for line in lines])}."


def nothing_to_do(act: AccountAct) -> str:
    """Say why an act would do nothing."""
    return _NOTHING[act]


def question(act: AccountAct, seen: Foreseen) -> Question:
    """Ask before an act that changes how accounts stand."""
    number = len(seen.ids)
    parts = [_CONSEQUENCES[act](seen)]
    if seen.sheets:
        parts.append(
            f"{count(seen.sheets, 'fiche ou courriel préparé ne servira', 'fiches ou courriels préparés ne serviront')} plus."
        )
    parts += [_skipped(seen), _AT_ONCE]
    verb = _VERBS[act]
    # « Fermer » alone would read as the dialog's own end.
    yes = f"{verb} {'les comptes' if number > 1 else 'le compte'}" if act is AccountAct.CLOSE else verb
    return Question(f"{verb} {count(number, 'compte')}{NBSP}?", " ".join(filter(None, parts)), yes)


def _blocks(seen: Foreseen) -> str:
    who = count(len(seen.ids), "compte ne pourra plus se connecter", "comptes ne pourront plus se connecter")
    return (
        f"{who}, et les connexions ouvertes s’arrêtent dès que le portail le sait{NBSP}: "
        f"{_used(seen)}, {count(seen.diners, 'hôte')}. Débloquer rend tout comme avant."
    )


def _closes(seen: Foreseen) -> str:
    who = count(len(seen.ids), "compte ne pourra plus se connecter", "comptes ne pourront plus se connecter")
    return (
        f"{who}, et les connexions ouvertes s’arrêtent dès que le portail le sait{NBSP}: "
        f"{_used(seen)}, {count(seen.diners, 'hôte')}. L’adresse e-mail redevient libre pour un autre compte."
    )


def _unblocks(seen: Foreseen) -> str:
    return f"Ces familles se connecteront de nouveau avec leur mot de passe{NBSP}: {_used(seen)}."


def _reopens(seen: Foreseen) -> str:
    return (
        f"Ces familles se connecteront de nouveau avec le mot de passe qu’elles avaient choisi{NBSP}: {_used(seen)}. "
        "Aux autres, il faudra un nouveau mot de passe provisoire."
    )


_CONSEQUENCES = {
    AccountAct.BLOCK: _blocks,
    AccountAct.UNBLOCK: _unblocks,
    AccountAct.CLOSE: _closes,
    AccountAct.REOPEN: _reopens,
}


def _used(seen: Foreseen) -> str:
    return f"{seen.active} déjà utilisé{'s' if seen.active > 1 else ''} par une famille"


def _skipped(seen: Foreseen) -> str:
    if not seen.skipped:
        return ""
    return f"{count(seen.skipped, 'autre compte coché n’est pas concerné', 'autres comptes cochés ne sont pas concernés')}."


def renewal(seen: Foreseen) -> Question:
    """Ask before new provisional passwords, and how they go."""
    number = len(seen.ids)
    parts = []
    if seen.active:
        kept = count(seen.active, "famille garde", "familles gardent")
        parts.append(f"{kept} le mot de passe déjà choisi, tant que le nouveau n’a pas servi.")
    if seen.sheets:
        parts.append(
            f"{count(seen.sheets, 'fiche précédente ne servira', 'fiches précédentes ne serviront')} plus."
        )
    without = number - seen.with_email
    mails = count(seen.with_email, "adresse e-mail connue", "adresses e-mail connues")
    rest = f"{NBSP}; {count(without, 'compte restera', 'comptes resteront')} à imprimer" if without else ""
    parts += [f"{mails}{rest}.", _skipped(seen)]
    what = count(number, "mot de passe provisoire", "mots de passe provisoires")
    return Question(f"Préparer {what}{NBSP}?", " ".join(filter(None, parts)), "Par fiche")


def done(act: AccountAct, number: int) -> str:
    """Say what was done."""
    return f"{count(number, *_DONE[act])}."


def account_detail(line: AccountLine) -> str:
    """Return in two lines what the columns have no room for."""
    who = ", ".join(line.names) or "Ce compte ne voit aucun hôte"
    regimes = f" · {' ; '.join(line.regimes)}" if line.regimes else ""
    left = " — tous sortis de l’établissement" if line.all_left else ""
    since = f"créé le {line.created_at.astimezone(PARIS):%d/%m/%Y}"
    address = line.email or "sans adresse e-mail, sur papier seulement"
    return (
        f"{who}{regimes}{left}\n{line.login} · {address} · {since} · {line.delivery_text or 'jamais remis'}"
    )
