"""The French of errors, in one place: code -> sentence that says what to do.

A test checks that every code raised in the package stands here, and that every one here is raised.
"""

from typing import Any

ERRORS: dict[str, str] = {
    # cards, UAI, e-mail
    "card_empty": "Indiquez les 5 derniers chiffres de la carte.",
    "card_not_digits": "Le numéro de carte ne contient que des chiffres, par exemple 04217.",
    "card_length": "Le numéro de carte a trop de chiffres : indiquez seulement les 5 derniers, par exemple 04217.",
    "uai_shape": "« {typed} » n’est pas un code UAI : il se compose de 7 chiffres et d’une lettre, par exemple 0951099D.",
    "uai_key": "Le code UAI {uai} contient une faute de frappe : sa lettre ne correspond pas à ses chiffres.",
    "email_empty": "Indiquez une adresse e-mail.",
    "email_shape": "Cette adresse e-mail n’est pas valable. Exemple : prenom.nom@exemple.fr",
    # secrets
    "sealed_for_another_key": "La clé des courriels du portail a changé : préparez de nouveaux identifiants pour cette ligne.",
    "sheet_of_another_pc": "Ce mot de passe a été préparé sur un autre poste : imprimez-le depuis ce poste, ou générez-en un nouveau.",
    # protocol
    "protocol_bad_message": "Le portail et le bureau ne se comprennent pas ({detail}). Rien n’a été modifié ; signalez-le avec le rapport technique.",
    # general
    "cancelled": "Opération arrêtée. Ce qui était terminé est conservé.",
}


def say(code: str, **values: Any) -> str:
    """Return the French of an error code.

    Raises:
        KeyError: the code has no French; a test keeps this from happening.
    """
    return ERRORS[code].format(**values)
