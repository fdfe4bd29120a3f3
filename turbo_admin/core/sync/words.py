"""What a refusal of the portal means, and what it asks of the clerk, in French: one text per reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the portal refused something.

    Attributes:
        why: what happened.
        todo: what the clerk does about it.
        may_pass: whether the very same thing may pass later; if not, it is given up.
    """

    why: str
    todo: str
    may_pass: bool = False


_NOTHING_TO_DO = (
    "Rien à faire : abandonnez cet envoi. Si la famille en a besoin, générez de nouveaux identifiants."
)

# The portal's reason -> what happened, as the portal says it too, and what it asks of the clerk.
REFUSALS: dict[str, Refusal] = {
    "superseded": Refusal("Ce mot de passe provisoire ne sert plus.", _NOTHING_TO_DO),
    "other_content": Refusal(
        "Le portail a déjà reçu un autre contenu sous le même numéro : il a gardé le premier.",
        "Abandonnez cet envoi.",
    ),
    "unknown_kind": Refusal(
        "Le portail ne connaît pas encore ce type d’envoi.",
        "Demandez à l’hébergeur de mettre le portail à jour, puis réessayez.",
        may_pass=True,
    ),
    "bad_body": Refusal(
        "Le portail n’a pas compris cet envoi.",
        "Réessayez après une mise à jour, et signalez-le avec le rapport technique.",
        may_pass=True,
    ),
    "unknown_diner": Refusal(
        "Un hôte de ce compte n’est pas encore connu du portail.",
        "Réessayez. Si le refus revient, choisissez « Mettre d’accord… ».",
        may_pass=True,
    ),
    "login_taken": Refusal(
        "Cet identifiant est déjà celui d’un autre compte du portail.",
        "Réessayez : un autre identifiant est tiré. Imprimez de nouveau la fiche si elle l’était déjà.",
        may_pass=True,
    ),
    "email_taken": Refusal(
        "Cette adresse e-mail est déjà celle d’un autre compte de l’établissement.",
        "Corrigez l’adresse de l’un des deux comptes, ou retirez-la : il repartira à la prochaine synchronisation.",
        may_pass=True,
    ),
    "unknown_account": Refusal(
        "Ce compte n’existe pas encore au portail.",
        "Réessayez d’abord l’envoi du compte.",
        may_pass=True,
    ),
    "account_closed": Refusal(
        "Ce compte est fermé ou bloqué.",
        "Réessayez une fois le compte rouvert, ou abandonnez.",
        may_pass=True,
    ),
    "address_changed": Refusal(
        "La famille a changé son adresse e-mail entre-temps.",
        "Abandonnez, puis envoyez de nouveau depuis « Édition des identifiants » : le courriel ira à la bonne adresse.",
    ),
    "mail_key_changed": Refusal(
        "La clé des courriels du portail a changé : ce courriel n’est plus lisible.",
        "Abandonnez, puis envoyez de nouveau depuis « Édition des identifiants », ou imprimez la fiche.",
    ),
    "bad_address": Refusal(
        "Le portail n’accepte pas cette adresse e-mail.", "Abandonnez, et remettez la fiche sur papier."
    ),
    "unknown_credential": Refusal(
        "Le portail ne connaît pas ce mot de passe provisoire.",
        "Générez de nouveaux identifiants et remettez la nouvelle fiche.",
    ),
    "conflict": Refusal(
        "Cet envoi contredit ce que le portail sait déjà.",
        "Réessayez. Si le refus revient, choisissez « Mettre d’accord… ».",
        may_pass=True,
    ),
}
# The office itself knows that these are over, whatever the portal answered.
REPLACED = Refusal("De nouveaux identifiants l’ont remplacé depuis.", "Rien à faire : abandonnez cet envoi.")
REMAILED = Refusal("Un autre courriel a été préparé depuis.", "Rien à faire : abandonnez cet envoi.")


def refusal(reason: str, message: str) -> Refusal:
    """Return what a refusal means; one of a newer portal says so in its own words."""
    known = REFUSALS.get(reason)
    return known or Refusal(
        message or f"Motif du portail : {reason}.", "Réessayez, ou abandonnez.", may_pass=True
    )
