"""Patterns of non-delivery notices in French and English; matched on folded text (lower case, no accents)."""

import re

SERVERS = re.compile(
    r"mailer.?daemon|mail.?daemon|postmaster|\bmdaemon|microsoftexchange|mail delivery|delivery (?:sub)?system|mail system"
    r"|system administrator|administrateur (?:systeme|de (?:la )?messagerie)|mail administrator|microsoft outlook"
    r"|(?:systeme|service) de (?:distribution|livraison|remise|messagerie)|bounces?@|^\W*$"
)
PROGRAMS = re.compile(
    r"no.?reply|ne.?pas.?repondre|daemon|robot|system|messagerie|administrat|antispam|abuse"
)
SUBJECT = re.compile(
    r"undeliver|\breturned mail|return(?:ed)? to sender|delivery (?:status )?(?:notification|failure|failed|report|has failed)"
    r"|(?:mail|message) (?:delivery )?fail|failure notice|could not be delivered|non.?deliver|not delivered|delivery problem"
    r"|non.?(?:remis|distribu|delivr|livr)|echec|(?:pas|impossible).{0,20}(?:remis|remettre|distribu|delivr|livr|achemin)"
    r"|avis de (?:non|rejet)|retour(?:ne)? a l'(?:expediteur|envoyeur)|rejet|erreur (?:de|d'|lors)"
)
FAILED = re.compile(
    r"(?:could|can|was|were|has|have) ?(?:not|n't) (?:be|been)? ?(?:delivered|sent)|undeliver|unable to deliver|not delivered"
    r"|delivery.{0,60}fail|fail\w* to deliver|failed permanently|permanent (?:error|failure)|address(?:es)? (?:failed|had permanent)"
    r"|wasn't delivered|couldn't be delivered|(?:couldn't|could not) deliver|giving up on it|rejected your message|returned to sender"
    r"|n'(?:a|ont) (?:pas )?pu (?:etre|vous etre)? ?(?:remis|distribue|delivre|livre|achemine|envoye|transmis)"
    r"|n'(?:a|ont) pas (?:pu )?(?:ete )?(?:remis|distribue|delivre|livre|achemine|parvenu)|n'est pas parvenu|n'est pas arrive"
    r"|(?:echec|impossible|impossibilite).{0,40}(?:remis|remettre|distribu|delivr|livr|achemin|envoi|transm)|non.?(?:remis|distribu|delivr|livr)"
    r"|pas possible.{0,30}(?:remettre|distribuer|delivrer|livrer|acheminer)|erreur (?:permanente|definitive|fatale)|a ete (?:rejete|refuse|retourne)"
    r"|(?:remise|distribution|livraison|delivery).{0,20}\((?:echec|failure)|retour(?:ne)? a l'(?:expediteur|envoyeur)|\b5\.\d{1,2}\.\d{1,3}\b"
)
NOT_YET = re.compile(
    r"not yet been|warning message only|no action is required|do not need to resend|pas encore"
    r"|pas (?:besoin|necessaire) de (?:le )?(?:renvoyer|reexpedier)"
)
LATE = re.compile(
    r"still being retried|delivery.{0,30}(?:delay|postponed|deferred)|\bdelayed\b|will (?:be retried|keep trying|continue (?:to )?(?:be attempted|try|retry))"
    r"|still (?:trying|being attempted)|\bretardee?s?\b|en retard|\bdifferee?s?\b|nouvelles? tentatives?.{0,40}(?:effectue|seront|sera|aura|vont|auront)|sera (?:retente|renouvele|reessaye)"
    r"|(?:continue|poursuiv)\w*.{0,20}(?:tent|essa)"
)
GIVEN_UP = re.compile(
    r"giv(?:en|ing) up|retry time(?:out)? (?:not reached|exceeded)|will (?:not|no longer) (?:be )?(?:retr|attempt)|permanent|message expired"
    r"|(?:abandon|plus|aucune (?:autre|nouvelle)).{0,30}(?:tentative|essai)|abandonne|definitiv|a expire"
)
ABSENT = re.compile(
    r"\bauto(?:matic)?.?(?:reply|response|answer)|out of (?:the )?office|reponse automatique|absence|je suis (?:absent|en conge)|vacation"
    r"|message d'absence|i am (?:away|out)|accuse de (?:reception|lecture)|read receipt|\blu\s?:|lecture\s?:"
)
# Where the notice ends and the returned mail begins, whose words explain nothing.
RETURNED = re.compile(
    r"^\W*(?:(?:this is a|included is a|a) copy of (?:the|your) (?:message|mail)|below this line is a copy|-{2,}.{0,60}"
    r"(?:original|returned|copy of|message (?:d'origine|initial|original|retourne|joint)|en-tetes|headers)"
    r"|original message(?: headers)?\W*$|message (?:d'origine|initial|original)\W*$|en-tetes (?:du message|d'origine)"
    r"|(?:ci-dessous|voici).{0,20}copie|received ?: |return-path ?: |content-type ?: |dkim-signature ?: )"
)
BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
NOT_SHOWN = tuple(
    (re.compile(begins, re.IGNORECASE), re.compile(ends, re.IGNORECASE))
    for begins, ends in ((r"<!--", r"-->"), *((rf"<{one}\b", rf"</{one}\b[^<>]*>") for one in ("style", "script", "title")))
)  # fmt: skip
BLOCK = re.compile(r"</?(?:br|p|div|tr|td|li|h\d|pre)\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
# Quoted subject lines are skipped: the mail's own subject may contain any word.
SUBJECT_LINE = re.compile(r"^\W*(?:subject|objet|sujet) ?:")
# The line with the reason, the surest pattern first; without a code, « Raison : … ».
WHY = (
    re.compile(r"(?:\b[45]\d\d[ -]+)?#?\b[45]\.\d{1,3}\.\d{1,3}\b.*"),
    re.compile(r"\b(?:4[2-5]|5[0-7])\d[ -]+\D.*"),
    re.compile(
        r"\b(?:raison|motif|cause|reason|erreurs?|error|diagnostic)\b[^:\n]{0,30}: *(?=\S).*", re.IGNORECASE
    ),
)
CODE = re.compile(r"(?<![\d.])([45][0-5]\d)(?![\d.])")
FIELD = re.compile(
    r"^(action|status|diagnostic-code)[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.IGNORECASE | re.MULTILINE
)
