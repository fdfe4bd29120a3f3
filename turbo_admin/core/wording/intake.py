"""The French of errors: what families type in a request, and what the office does with it."""

from turbo_admin.core.gettext_marks import N_

INTAKE_ERRORS: dict[str, str] = {
    "card_empty": N_("Indiquez les 5 derniers chiffres de la carte."),
    "card_not_digits": N_("Le numéro de carte ne contient que des chiffres, par exemple 04217."),
    "card_length": N_(
        "Le numéro de carte a trop de chiffres : indiquez seulement les 5 derniers, par exemple 04217."
    ),
    "email_empty": N_("Indiquez une adresse e-mail."),
    "email_shape": N_("Cette adresse e-mail n’est pas valable. Exemple : prenom.nom@exemple.fr"),
    "request_unknown": "Cette demande n’existe plus. Actualisez la liste.",
    "request_dealt_with": "{names} : déjà traité par {who}. La liste va être actualisée ; rien d’autre n’a été modifié.",
    "request_changed": "La demande de {name} vient d’être rapprochée de nouveau : vérifiez-la dans la liste, puis recommencez. Rien n’a été modifié.",
    "request_without_diner": "La demande de {name} n’est rattachée à aucun hôte : choisissez l’hôte d’abord.",
    "request_not_issued": "{name} : il n’y a plus d’identifiants à révoquer pour cette demande. Actualisez la liste ; rien n’a été modifié.",
    "request_has_account": "{name} a déjà un compte, {people} : choisissez ce qu’il faut faire de cette demande. Rien n’a été modifié.",
    "diner_claimed": "{name} : un compte est aussi demandé par {people}. Choisissez ce qu’il faut faire. Rien n’a été modifié.",
    "reason_name": "Donnez un nom et un texte à ce motif.",
    "reason_too_long": "Ce motif est trop long : 2 000 caractères au plus.",
    "last_name_empty": N_("Indiquez le nom du titulaire de la carte."),
    "first_name_empty": N_("Indiquez le prénom du titulaire de la carte."),
    "name_letters": N_("Écrivez ce nom avec des lettres, comme sur la carte."),
    "name_signs": N_(
        "Écrivez ce nom comme sur la carte : des lettres, des espaces, des apostrophes, des tirets et des points seulement."
    ),
    "text_long": N_("Ce texte est trop long : {longest} caractères au plus."),
}
