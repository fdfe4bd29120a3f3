"""The French of errors: schools, their settings and their mails' texts."""

SETTINGS_ERRORS: dict[str, str] = {
    "uai_shape": "« {typed} » n’est pas un code UAI : il se compose de 7 chiffres et d’une lettre, par exemple 0951099D.",
    "uai_key": "Le code UAI {uai} contient une faute de frappe : sa lettre ne correspond pas à ses chiffres.",
    "school_unknown": "L’établissement {uai} n’existe pas dans cette base.",
    "school_exists": "L’établissement {uai} existe déjà dans cette base.",
    "school_name": "Indiquez le nom de l’établissement (200 caractères au plus).",
    "site_code_shape": "Le code établissement de la carte se compose de 4 chiffres, par exemple 0683.",
    "settings_name": "Indiquez le nom de l’établissement, tel que les familles le liront.",
    "settings_opening": "Cochez au moins un jour d’ouverture du bureau.",
    "settings_days": "Une durée de validité va de 1 à 366 jours.",
    "settings_months": "La conservation des données va de 1 à {longest} mois.",
    "settings_value": "Cette valeur n’est pas possible : {detail}.",
    "settings_closure": "La fermeture du {first} au {last} n’est pas possible : vérifiez les dates.",
    "settings_too_long": "Un des textes est trop long : 200 caractères pour une ligne, 20 000 pour un texte.",
    "mail_text_blank": "{blank} n’est pas une mention connue de ce courriel. Choisissez parmi : {known}. Sinon, écrivez le texte en toutes lettres, sans accolades.",
    "mail_text_brace": "Une accolade est seule : une mention s’écrit entre deux accolades, par exemple {{etablissement}}.",
    "mail_text_long": "Ce texte est trop long : {longest} caractères au plus.",
}
