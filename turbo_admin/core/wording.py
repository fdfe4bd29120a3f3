"""The French of errors, in one place: code -> sentence that says what to do.

A test checks that every code raised in the package stands here, and that every one here is raised. Those that families
read are marked for their catalogue.
"""

from typing import Any

from turbo_admin.core.gettext_marks import N_
from turbo_admin.core.language import _

ERRORS: dict[str, str] = {
    # cards, UAI, e-mail
    "card_empty": N_("Indiquez les 5 derniers chiffres de la carte."),
    "card_not_digits": N_("Le numéro de carte ne contient que des chiffres, par exemple 04217."),
    "card_length": N_(
        "Le numéro de carte a trop de chiffres : indiquez seulement les 5 derniers, par exemple 04217."
    ),
    "uai_shape": "« {typed} » n’est pas un code UAI : il se compose de 7 chiffres et d’une lettre, par exemple 0951099D.",
    "uai_key": "Le code UAI {uai} contient une faute de frappe : sa lettre ne correspond pas à ses chiffres.",
    "email_empty": N_("Indiquez une adresse e-mail."),
    "email_shape": N_("Cette adresse e-mail n’est pas valable. Exemple : prenom.nom@exemple.fr"),
    # secrets
    "sealed_for_another_key": "La clé des courriels du portail a changé : préparez de nouveaux identifiants pour cette ligne.",
    "sheet_of_another_pc": "Ce mot de passe a été préparé sur un autre poste : imprimez-le depuis ce poste, ou générez-en un nouveau.",
    # protocol
    "protocol_bad_message": "Le portail et le bureau ne se comprennent pas ({detail}). Rien n’a été modifié ; signalez-le avec le rapport technique.",
    # the office: database
    "database_address": "L’adresse de la base n’est pas lisible. Indiquez un fichier, ou une adresse comme postgresql://utilisateur@serveur/base.",
    "database_folder": "Impossible d’écrire la base du bureau à cet endroit. Vérifiez les droits du dossier {path}",
    "database_not_ours": "Ce fichier n’est pas une base de Turbo Admin, ou il est abîmé. Choisissez un autre fichier, ou restaurez une sauvegarde.",
    "database_in_clear": "La base est sur une autre machine, et son adresse ne dit pas que la liaison est chiffrée et vérifiée : ajoutez-lui « ?sslmode=verify-full ». Si cette liaison est protégée autrement, dites-le par « ?sslmode=disable ».",
    "database_environment": "{name} change le chemin vers la base, qui ne serait plus assez protégé : retirez {name}, ou nommez le serveur dans l’adresse avec « ?sslmode=verify-full ».",
    "database_newer": "Cette base a été ouverte par une version plus récente de Turbo Admin : mettez ce poste à jour.",
    "database_unreachable": "La base du bureau ne répond pas. Vérifiez le réseau et le serveur, puis recommencez. Rien n’est perdu.",
    "database_busy": "Un autre poste est en train d’écrire dans la base. Réessayez dans un instant : rien n’a été modifié.",
    "disk_full": "Le disque est plein. Libérez de la place, puis recommencez : rien n’a été modifié.",
    "database_damaged": "La base n’a pas pu être lue jusqu’au bout : le disque a un raté, ou le fichier est abîmé. Fermez le logiciel, rouvrez-le, puis recommencez ; si cela continue, faites vérifier le disque et restaurez la dernière sauvegarde. Rien n’a été modifié.",
    "disk_failing": "Ce poste n’arrive plus à lire ou à écrire sur son disque : il est plein, ou il tombe en panne. Libérez de la place, puis recommencez ; si cela continue, faites vérifier le disque. Rien n’a été modifié.",
    # the office: keyring
    "no_keyring": "Le trousseau de clés de ce poste ne répond pas. Sous Linux, installez gnome-keyring (paquets gnome-keyring et dbus) et ouvrez une session graphique ; sous Windows, vérifiez le Gestionnaire d’identification. Aucun secret n’est écrit en clair.",
    "key_missing": "Ce poste n’a pas la clé du portail pour l’établissement {uai}. Demandez un code de liaison à l’hébergeur, puis reliez ce poste dans Configuration › Espace numérique.",
    # the office: establishments and settings
    "school_unknown": "L’établissement {uai} n’existe pas dans cette base.",
    "school_exists": "L’établissement {uai} existe déjà dans cette base.",
    "school_name": "Indiquez le nom de l’établissement (200 caractères au plus).",
    "site_code_shape": "Le code établissement de la carte se compose de 4 chiffres, par exemple 0683.",
    "settings_name": "Indiquez le nom de l’établissement, tel que les familles le liront.",
    "settings_opening": "Cochez au moins un jour d’ouverture du bureau.",
    "settings_days": "Une durée de validité va de 1 à 366 jours.",
    "settings_months": "La conservation des données va de 1 à {longest} mois.",
    "settings_closure": "La fermeture du {first} au {last} n’est pas possible : vérifiez les dates.",
    "settings_value": "Cette valeur n’est pas possible : {detail}.",
    "settings_too_long": "Un des textes est trop long : 200 caractères pour une ligne, 20 000 pour un texte.",
    "mail_text_blank": "{blank} n’est pas une mention connue de ce courriel. Choisissez parmi : {known}. Sinon, écrivez le texte en toutes lettres, sans accolades.",
    "mail_text_brace": "Une accolade est seule : une mention s’écrit entre deux accolades, par exemple {{etablissement}}.",
    "mail_text_long": "Ce texte est trop long : {longest} caractères au plus.",
    # the office: requests, accounts, sheets
    "request_unknown": "Cette demande n’existe plus. Actualisez la liste.",
    "request_dealt_with": "{names} : déjà traité par {who}. La liste va être actualisée ; rien d’autre n’a été modifié.",
    "request_without_diner": "La demande de {name} n’est rattachée à aucun hôte : choisissez l’hôte d’abord.",
    "request_not_issued": "{name} : il n’y a plus d’identifiants à révoquer pour cette demande. Actualisez la liste ; rien n’a été modifié.",
    "request_has_account": "{name} a déjà un compte : choisissez ce qu’il faut faire de cette demande. Rien n’a été modifié.",
    "reason_name": "Donnez un nom et un texte à ce motif.",
    "reason_too_long": "Ce motif est trop long : 2 000 caractères au plus.",
    "card_taken": "La carte {card} est déjà celle de {name} : vérifiez le numéro.",
    "diner_unknown": "Cet hôte n’existe plus dans la base.",
    "diner_of_another_school": "Cet hôte est d’un autre établissement que la demande.",
    "diner_left": "{name} est sorti de l’établissement : rattachez la demande à un autre hôte, ou refusez-la.",
    "account_changed": "Le compte de {email} vient de changer sur un autre poste ou au portail. Actualisez la liste, puis recommencez : rien n’a été modifié.",
    "account_blocked": "Le compte de {email} est bloqué : débloquez-le d’abord dans Comptabilité › Espace numérique › Comptes de l’espace numérique.",
    "account_without_email": "Le compte {login} n’a pas d’adresse e-mail : indiquez-en une, ou imprimez une fiche.",
    "account_unknown": "Ce compte n’existe plus. Actualisez la liste.",
    "account_email_taken": "L’adresse {email} est déjà celle d’un autre compte de l’établissement : corrigez-la, ou rattachez l’hôte à ce compte.",
    "nobody_to_issue": "Personne n’est sans compte dans ce choix : il n’y a pas d’identifiants à générer.",
    "batch_has_left": "Des feuilles de ce lot ont déjà été imprimées, enregistrées, remises ou envoyées : utilisez « Révoquer… » pour celles qui ne doivent plus servir.",
    "sheet_unknown": "Cette fiche n’existe plus. Actualisez la liste.",
    "sheet_refused": "{names} : le portail a refusé ces identifiants. Voyez Comptabilité › Espace numérique › Journal de synchronisation.",
    "sheet_used": "{names} : le mot de passe provisoire a été utilisé, remis ou a expiré, il n’est plus imprimable. Générez de nouveaux identifiants si besoin.",
    "not_paired": "{name} n’est pas encore relié au portail : il n’y a pas de lien à donner aux familles. Voyez Configuration › Espace numérique.",
    "import_not_agreed": "À confirmer avant d’importer. {questions}",
    "import_unknown": "Cet import n’existe plus dans cette base.",
    "import_undone": "Cet import a déjà été annulé par {who}.",
    "import_too_old": "Cet import date de plus de {days} jours : il ne peut plus être annulé d’un coup. Rien n’a été modifié.",
    "import_built_upon": "Cet import ne peut plus être annulé d’un coup : depuis, des hôtes ont été modifiés, servent à une demande ou à un compte, ou leur carte est celle d’un autre ({names}). Rien n’a été modifié.",
    "import_plan_old": "La liste des hôtes a changé depuis la lecture du fichier. Relisez le fichier ; rien n’a été modifié.",
    # the office: portal
    "portal_address": "L’adresse du portail n’est pas valable. Exemple : https://espace.exemple.fr",
    "portal_needs_https": "L’adresse du portail doit commencer par https:// : une clé ne voyage jamais en clair.",
    "pairing_code_empty": "Saisissez le code de liaison donné par l’hébergeur du portail.",
    "bad_code": "Ce code de liaison n’est pas valable : il a déjà servi, il a expiré, ou il contient une faute de frappe. Demandez-en un autre à l’hébergeur.",
    "bound_elsewhere": "Cet établissement est déjà relié à la base d’un autre bureau. Ne continuez avec « Remplacer ce poste » que si cette base est la bonne.",
    "key_unknown": "Le portail ne reconnaît plus la clé de ce poste : elle a été révoquée ou remplacée. Demandez un nouveau code de liaison.",
    "outdated": "Le portail et ce logiciel n’ont pas la même version de dialogue. Mettez à jour celui qui est le plus ancien. Rien n’est perdu.",
    "unknown_epoch": "Le portail ou cette base n’est pas celui qui avait été relié : une sauvegarde a-t-elle été restaurée ? Rien n’a été modifié. Demandez un nouveau code de liaison et reliez ce poste avec « Remplacer ce poste ».",
    "ahead": "Ce poste connaît des échanges que le portail ne connaît pas : sauvegarde du portail restaurée ? Rien n’a été modifié. Demandez un nouveau code de liaison et reliez ce poste avec « Remplacer ce poste ».",
    "behind": "Le portail connaît des échanges que ce poste ne connaît pas : sauvegarde restaurée ? Rien n’a été modifié. Demandez un nouveau code de liaison et reliez ce poste avec « Remplacer ce poste ».",
    "too_large": "L’envoi est trop gros pour le portail. Rien n’est perdu ; signalez-le avec le rapport technique.",
    "slow_down": "Le portail reçoit trop d’essais. Attendez quelques minutes, puis recommencez. Rien n’est perdu.",
    "unavailable": "Le portail est momentanément indisponible. Rien n’est perdu : réessayez plus tard.",
    "portal_down": "Le portail est momentanément arrêté. Rien n’est perdu : réessayez plus tard.",
    "portal_unreachable": "Le portail ne répond pas. Vérifiez la connexion à Internet ; rien n’est perdu, tout partira à la prochaine synchronisation. « Tester la connexion », dans Configuration › Espace numérique, dit où cela s’arrête.",
    "portal_slow": "Le portail met trop de temps à répondre. Rien n’est perdu : réessayez plus tard.",
    "portal_tls": "La connexion sécurisée au portail n’a pas pu être établie : vérifiez la date de ce poste et l’adresse du portail. Rien n’est perdu.",
    "portal_proxy": "Le serveur mandataire (proxy) de l’établissement refuse la connexion. Prévenez la personne qui gère le réseau. Rien n’est perdu. « Tester la connexion », dans Configuration › Espace numérique, dit où cela s’arrête.",
    "portal_is_not_one": "À cette adresse, ce n’est pas le portail qui répond (page d’un réseau Wi-Fi, d’un filtre ou d’un proxy ?). Vérifiez l’adresse et le réseau. Rien n’est perdu.",
    "portal_refuses": "Le portail répond : {message}",
    "nothing_paired": "Aucun établissement n’est relié au portail. Voyez Configuration › Espace numérique.",
    "sync_running": "Une synchronisation est déjà en cours sur {workstation}. Attendez qu’elle se termine.",
    "sync_overtaken": "Un autre poste a repris la synchronisation. Ce qui a été échangé est conservé.",
    # the office: the network of the school
    "proxy_address": "L’adresse du proxy n’est pas valable. Exemple : http://proxy.exemple.fr:3128. Le compte, s’il en faut un, s’indique à côté.",
    "proxy_account": "Le serveur mandataire (proxy) de l’établissement demande un compte, ou refuse celui qui est enregistré. Indiquez-le dans Configuration › Espace numérique › Portail. Rien n’est perdu.",
    "tls_expired": "Le certificat du portail est périmé, ou la date de ce poste est fausse. Vérifiez la date et l’heure de ce poste ; si elles sont justes, prévenez l’hébergeur du portail. Rien n’est perdu.",
    "tls_authority": "Ce poste ne connaît pas l’autorité qui a signé le certificat présenté : le filtre de l’établissement déchiffre sans doute les connexions. Faites installer son certificat dans le système de ce poste par la personne qui gère le réseau. Rien n’est perdu.",
    "tls_other_name": "Le certificat présenté n’est pas celui de cette adresse. Vérifiez l’adresse du portail ; si elle est juste, prévenez la personne qui gère le réseau. Rien n’est perdu.",
    "proxy_unreachable": "Le proxy {proxy} ne répond pas. Vérifiez son adresse dans Configuration › Espace numérique › Portail, ou auprès de la personne qui gère le réseau.",
    "proxy_blocks": "Le proxy {proxy} n’autorise pas l’accès à {host}. Demandez à la personne qui gère le réseau de l’autoriser en HTTPS.",
    "proxy_cannot_reach": "Le proxy {proxy} n’arrive pas à joindre {host} : vérifiez l’adresse du portail, puis réessayez plus tard.",
    "host_unreachable": "{host} ne répond pas sur le port {port}. Vérifiez la connexion à Internet ; si l’établissement passe par un proxy, indiquez-le dans Configuration › Espace numérique › Portail.",
    "name_unknown": "Le nom {host} est introuvable : vérifiez l’orthographe de l’adresse et la connexion à Internet de ce poste.",
    # portal: workstations' keys
    "portal_key_id": "Il n’y a pas de clé en service de ce nom : {key}. « turbo-admin portal keys list » les énumère.",
    "portal_nobody": "Il n’y a ni compte ni demande de « {who} » dans cet établissement.",
    "portal_account_open": "Ce compte n’est pas fermé : que la famille le ferme dans « Mon compte », ou le bureau dans Comptabilité › Espace numérique › Comptes de l’espace numérique. Rien n’a été effacé.",
    "portal_events_unheard": "Le bureau n’a pas encore entendu tout ce qui concerne cette famille : attendez sa prochaine synchronisation. Rien n’a été effacé.",
    "school_year_shape": "« {typed} » n’est pas une année scolaire. Exemple : 2024-2025",
    "school_year_too_young": "L’année {year} n’est pas terminée depuis {months} mois : la règle veut que l’on garde encore. Rien n’a été effacé.",
    "dns_server": "« {typed} » n’est pas l’adresse d’un serveur DNS. Exemple : --resolver 9.9.9.9",
    "mail_trial_incomplete": "Donnez --mail et --mail-from, comme à « portal serve » : l’essai part comme partiront les autres.",
    "portal_maildir": "Le dossier {folder} n’est pas une boîte Maildir que l’on puisse lire et écrire : il y faut les dossiers cur, new et tmp.",
    "portal_mail_unknown": "Il n’y a pas de courriel de ce nom qui attende ou qui ait échoué : {mail}. « turbo-admin portal mail list » les énumère.",
    "portal_mail_without_secret": "Ce courriel portait un mot de passe, effacé depuis : il ne peut pas repartir. C’est au bureau d’en émettre un nouveau.",
    "portal_school_unknown": "L’établissement {uai} n’est pas sur ce portail.",
    # the office: each night
    "schedule_none": "Ce poste n’a ni systemd ni cron : installez le paquet cron, puis recommencez. La synchronisation de l’ouverture du logiciel reste possible.",
    "schedule_refused": "{tool} refuse, ou ne répond pas : vérifiez avec la personne qui gère ce poste que votre compte peut planifier des tâches.",
    "schedule_missing": "La synchronisation de chaque nuit n’est pas installée : appuyez d’abord sur « Installer ».",
    "schedule_silent": "La tâche a été lancée, mais n’a pas répondu. Son journal dit pourquoi ; il est dans {folder}",
    "schedule_password": "L’adresse de la base contient un mot de passe, qu’une tâche planifiée laisserait lire. Placez-le dans le fichier pgpass de PostgreSQL et ouvrez la base sans lui, puis recommencez.",
    "keyring_locked": "Le trousseau de clés de ce poste était verrouillé : la synchronisation de nuit demande que la session soit ouverte.",
    # portal: database, schools
    "portal_database_url": "L’adresse de la base n’est pas lisible. Exemple : postgresql://turbo_portal:motdepasse@serveur/turbo",
    "portal_database_unreachable": "La base de données du portail ne répond pas. Rien n’est perdu : vérifiez qu’elle fonctionne, son adresse et le mot de passe du rôle, puis recommencez.",
    "portal_role_too_strong": "Le rôle de cette adresse voit toutes les écoles (superutilisateur, BYPASSRLS ou propriétaire des tables). Servez le portail avec le rôle turbo_portal.",
    "portal_database_not_migrated": "Les tables de la base ne sont pas celles de cette version : lancez « turbo-admin portal migrate » avec le rôle turbo_owner, puis recommencez.",
    "portal_database_newer": "La base a été préparée par une version plus récente de Turbo Admin : mettez ce programme à jour.",
    "portal_roles_missing": "Il manque un rôle ou un droit. Faites créer par l’administrateur de PostgreSQL les rôles turbo_owner, turbo_portal et turbo_worker (LOGIN, sans autre privilège) et donnez « USAGE, CREATE » sur le schéma public à turbo_owner, ou lancez la migration en superutilisateur.",
    "portal_mail_key_missing": "Le service des courriels du portail n’a pas encore démarré une première fois. Réessayez dans un instant ; sinon, prévenez l’hébergeur du portail.",
    "portal_database_start": "PostgreSQL n’a pas pu démarrer. Son journal dit pourquoi : {log}",
    "portal_no_embedded_server": "Le serveur PostgreSQL intégré n’est pas installé : installez « turbo-admin[portal] », ou donnez une base par --database.",
    "portal_root_user": "PostgreSQL ne fonctionne pas sous root, et l’utilisateur {user} n’a pas pu être créé : créez-le, ou lancez le portail sous un autre utilisateur.",
    "school_name_empty": "Indiquez le nom de l’établissement, sur une ligne.",
    # the families' forms
    "last_name_empty": N_("Indiquez le nom du titulaire de la carte."),
    "first_name_empty": N_("Indiquez le prénom du titulaire de la carte."),
    "name_letters": N_("Écrivez ce nom avec des lettres, comme sur la carte."),
    "text_long": N_("Ce texte est trop long : {longest} caractères au plus."),
    "password_empty": N_("Choisissez un mot de passe."),
    "password_short": N_(
        "Ce mot de passe est trop court : {typed} caractères, il en faut au moins {shortest}. Plusieurs mots à la suite conviennent très bien."
    ),
    "password_long": N_("Ce mot de passe est trop long : {longest} caractères au plus."),
    "password_signs": N_("Ce mot de passe contient un caractère qui ne se tape pas au clavier."),
    "password_provisional": N_(
        "Ce mot de passe a la forme d’un mot de passe provisoire : choisissez-en un à vous."
    ),
    "password_common": N_(
        "Ce mot de passe est l’un des plus utilisés au monde, donc l’un des premiers essayés. Choisissez-en un autre."
    ),
    "password_context": N_(
        "Ce mot de passe se devine quand on connaît votre famille ou l’établissement. Choisissez d’autres mots."
    ),
    "password_weak": N_(
        "Ce mot de passe se devine trop facilement. Ajoutez un ou deux mots sans rapport entre eux."
    ),
    "password_unmatched": N_("Les deux mots de passe ne sont pas les mêmes. Tapez-les à nouveau."),
    "password_present_empty": N_("Indiquez votre mot de passe actuel."),
    "password_wrong": N_("Ce n’est pas votre mot de passe actuel."),
    "password_tries": N_(
        "Après plusieurs essais manqués, votre mot de passe actuel n’est plus vérifié pour le moment. Recommencez dans {wait}."
    ),
    # files, sheets, spreadsheets
    "file_missing": "Ce fichier n’existe pas, ou plus.",
    "file_unreadable": "Ce fichier ne peut pas être lu : vérifiez vos droits, ou fermez-le s’il est ouvert ailleurs.",
    "file_too_big": "Ce fichier est trop gros (plus de {largest} Mo) pour être une liste d’hôtes.",
    "file_empty": "Ce fichier est vide.",
    "file_two_encodings": "Ce fichier mélange deux encodages : des lettres accentuées y sont abîmées. Exportez-le à nouveau, ou ouvrez-le dans Excel, vérifiez les noms, puis « Enregistrer sous › CSV UTF-8 ».",
    "file_letters": "Les lettres accentuées de ce fichier sont abîmées, et rien ne dit sûrement ce qu’elles étaient. Exportez-le à nouveau, ou ouvrez-le dans Excel, vérifiez les noms, puis « Enregistrer sous › CSV UTF-8 ».",
    "file_cut": "Ce fichier s’arrête au milieu d’une lettre : il n’est pas entier. Exportez-le à nouveau.",
    "file_not_text": "Ce fichier n’est pas un tableau au format texte. Enregistrez-le en « CSV UTF-8 » ou en .xlsx, puis recommencez.",
    "file_to_convert": "Ce fichier est {kind}, quel que soit son nom : ouvrez-le dans Excel et enregistrez-le en .xlsx, puis recommencez.",
    "file_of_numbers": "Ce fichier est un classeur Numbers (Apple) : ouvrez-le dans Numbers, exportez-le au format Excel (.xlsx), puis recommencez.",
    "file_no_table": "Ce fichier est {kind}, et non un tableau. Demandez la liste en .xlsx ou en .csv, ou copiez-la dans Excel et enregistrez-la en .xlsx, puis recommencez.",
    "csv_damaged": "Cette ligne n’est pas lisible (guillemet oublié ?). Enregistrez à nouveau le tableau en CSV, ou en .xlsx.",
    "line_too_long": "Cette ligne est trop longue (plus de {cells} colonnes, ou d’un million de signes) pour être celle d’une liste d’hôtes. Ouvrez le fichier dans Excel, ne gardez que la liste, puis enregistrez-la en .xlsx.",
    "too_many_words": "Ce fichier contient trop de mots différents pour être une liste d’hôtes. Copiez la liste seule dans un nouveau fichier.",
    "table_too_long": "Ce fichier a trop de lignes (plus de {most}) pour être une liste d’hôtes. Copiez la liste seule dans un nouveau fichier.",
    "columns_missing": "Il manque : {missing}. Colonnes attendues : {expected}.",
    "row_too_long": "Cette ligne a plus de {columns} colonnes.",
    "row_without_id": "Cette ligne n’a pas d’identifiant (colonne id).",
    "row_left_unreadable": "« {text} » ne dit pas si l’hôte est sorti. Écrivez oui ou non (ou 1, 0) dans la colonne left.",
    "row_id_twice": "L’identifiant {id} est déjà celui d’une ligne précédente.",
    "workbook_old": "Ce classeur est à l’ancien format .xls. Ouvrez-le, enregistrez-le en .xlsx, puis recommencez.",
    "workbook_protected": "Ce classeur est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis recommencez.",
    "workbook_damaged": "Ce classeur est vide ou abîmé, ou ce n’est pas un classeur Excel. Ouvrez-le, enregistrez-le à nouveau en .xlsx, puis recommencez.",
    "workbook_ods": "Ce classeur est au format .ods (LibreOffice, OpenOffice). Ouvrez-le, enregistrez-le en .xlsx, puis recommencez.",
    "workbook_too_big": "Ce classeur contient trop de données pour être une liste d’hôtes. Copiez la liste seule dans un nouveau classeur.",
    "sheet_missing": "Ce classeur n’a pas, ou plus, de feuille « {sheet} ».",
    "list_hidden": "La liste est sur une feuille masquée de ce classeur (« {sheet} ») : elle n’a pas été lue. Affichez cette feuille dans Excel, ou copiez la liste dans un nouveau classeur, puis recommencez.",
    "no_header": "Aucune ligne de titres reconnue dans les 20 premières lignes : il faut au moins une colonne « Nom » et une colonne « Prénom ». Dans la fenêtre, « Colonnes… » permet de dire où elles sont.",
    "files_mixed": "Ces fichiers ne vont pas ensemble : importez-les l’un après l’autre. Seuls les fichiers d’un même export de SIECLE, ou d’ONDE, se lisent ensemble.",
    "xml_damaged": "Ce fichier XML est vide ou abîmé, ou dans un autre codage que celui qu’il annonce. Exportez-le à nouveau.",
    "xml_letters": "Les lettres accentuées de ce fichier XML sont abîmées, et rien ne dit sûrement ce qu’elles étaient. Exportez-le à nouveau, et importez-le sans l’avoir ouvert ni enregistré dans un autre logiciel.",
    "xml_forbidden": "Ce fichier XML contient une déclaration DOCTYPE, que SIECLE n’écrit jamais et qui peut être dangereuse. Il n’a pas été lu : exportez-le à nouveau.",
    "xml_not_siecle": "Ce fichier XML n’est pas un export de SIECLE (élèves, responsables ou structures).",
    "archive_damaged": "Cette archive .zip est vide ou abîmée, ou elle ne contient aucun fichier .xml, .csv ou .xlsx. Exportez-la à nouveau.",
    "archive_without_list": "Cette archive .zip ne contient aucune liste (aucun fichier .xml, .csv ou .xlsx n’en est une). Choisissez l’archive ou le fichier de la liste.",
    "archive_too_deep": "Cette archive .zip contient une archive qui en contient une autre : celle-ci n’a pas été ouverte. Extrayez les fichiers, puis importez la liste elle-même.",
    "archive_too_big": "Cette archive, ou ce fichier XML, contient trop de données pour être une liste d’hôtes ou l’export d’un établissement. Enregistrez la liste seule, ou exportez à nouveau les élèves.",
    "archive_protected": "Cette archive .zip est protégée par un mot de passe. Enregistrez-en une copie sans mot de passe, puis recommencez.",
    "siecle_no_pupils": "Aucun élève dans ces fichiers : joignez le fichier des élèves du même export (ElevesAvecAdresses ou ElevesSansAdresses).",
    "siecle_files_twice": "Ce fichier et {file} listent les mêmes élèves, à deux dates d’export. Ne gardez que le plus récent. Rien n’a été lu.",
    "siecle_ids_clash": "Ce fichier et {file} donnent le même identifiant ({id}) à deux personnes différentes : ils ne sont pas du même export. Exportez à nouveau tous les fichiers ensemble, ou importez-les l’un après l’autre. Rien n’a été lu.",
    "siecle_files_differ": "Ce fichier est de {this}, et {file} de {other} : ils ne sont pas du même export. Rien n’a été lu.",
    "no_rows": "La ligne de titres est là, mais aucun hôte ne la suit.",
    "file_not_written": "Ce fichier ne peut pas être écrit : vérifiez le dossier et vos droits, ou fermez le fichier s’il est ouvert. Rien n’a été modifié.",
    # portal: serving, mail
    "portal_disk_full": "Il n’y a plus assez de place dans {folder} : il faut au moins {room} Mo.",
    "portal_data_folder": "Le dossier {folder} n’est pas utilisable : vérifiez qu’il existe, que vous pouvez y écrire et que le disque n’est pas plein.",
    "portal_key_damaged": "Le fichier de clé {file} est abîmé : remettez celui de la dernière sauvegarde. En le supprimant, les courriels déjà préparés seront refusés et devront être préparés de nouveau.",
    "portal_already_running": "Un portail fonctionne déjà dans ce dossier de données : arrêtez-le, ou choisissez un autre dossier par --data.",
    "portal_port": "L’adresse {host}, port {port}, n’est pas disponible : un autre programme l’occupe, ou elle n’est pas à cette machine. Choisissez un autre port par --port.",
    "portal_public_url": "L’adresse publique n’est pas lisible. Exemple : --public-url https://cantine.exemple.fr",
    "portal_not_https": "Le portail ne peut pas être ouvert au-delà de cette machine sans chiffrement. Placez-le derrière un serveur web en https et donnez son adresse par --public-url https://cantine.exemple.fr",
    "portal_trusted_proxy": "« {proxy} » n’est pas une adresse IP : --trusted-proxy attend celle du serveur web placé devant le portail.",
    "portal_hosted_by": "--hosted-by attend le nom, l’adresse et le téléphone de l’hébergeur, sur une ligne et en {longest} caractères au plus.",
    "portal_not_ready": "Le portail ne répond pas. Le journal ci-dessus dit pourquoi ; tout a été arrêté.",
    "portal_mail_url": "L’adresse du serveur de courriel n’est pas lisible. Exemples : smtp://compte@serveur:587 (STARTTLS exigé), smtps://compte@serveur, smtp://serveur?starttls=optional (STARTTLS s’il est offert), file:///dossier",
    "portal_mail_folder": "Les courriels ne peuvent pas être écrits dans {folder} : choisissez un dossier où vous pouvez écrire.",
    "portal_mail_password": "Le fichier du mot de passe de messagerie n’est pas lisible : {file}",
    # the desktop: paper
    "printer_refuses": "L’imprimante ne répond pas. Vérifiez qu’elle est allumée et qu’elle a du papier, puis recommencez.",
    # the demo
    "portal_not_started": "Le portail de la démonstration n’a pas démarré : voyez le message qui précède.",
    # general
    "cancelled": "Opération arrêtée. Ce qui était terminé est conservé.",
}


def say(code: str, **values: Any) -> str:
    """Return the French of an error code.

    Raises:
        KeyError: the code has no French; a test keeps this from happening.
    """
    return _(ERRORS[code]).format(**values)
