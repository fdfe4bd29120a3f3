"""The families' pages, a file per page; `visit` is one request to them, `site_context` what they share, `guard` runs before each.

| path below `/e/<UAI>` | file |
| --- | --- |
| (none) | `home` |
| `creer-un-compte`, `confirmer/<token>`, `demande/<token>` | `ask` |
| `connexion`, `deconnexion` | `sign_in` |
| `activer/<token>` | `activate` |
| `choisir-mot-de-passe` | `choose` |
| `mot-de-passe-oublie` | `forgotten` |
| `mon-espace` | `space` |
| `historique` | `history` |
| `mon-compte` | `account` |
| `mon-compte/relier`, `mon-compte/ne-plus-relier` | `link` |
| `mon-compte/adresse`, `confirmer-adresse/<token>` | `address` |
| `mon-compte/mes-donnees` | `own_data` |
| `mon-compte/ajouter` | `add_diner` |
| `mon-compte/fermer` | `close` |
| `mentions`, `donnees-personnelles`, `accessibilite` | `texts` |

Handlers that hash are async: database in a thread, hash under a limiter, database in a thread. The others are plain
functions in the thread pool. Pages with a password have
one script, which shows it on demand.
"""
