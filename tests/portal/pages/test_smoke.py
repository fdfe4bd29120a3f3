def test_smoke(site, visitor):
    for path in ["", "creer-un-compte", "connexion", "mot-de-passe-oublie", "mentions", "donnees-personnelles", "accessibilite", "activer/abcdefghijklmnopqrst", "confirmer/abcdefghijklmnopqrst", "/healthz", "/robots.txt","/", "/nope"]:
        r = visitor.get(path); print(path, r.status_code, len(r.text), r.headers)
        assert r.status_code < 500, r.text
    r = visitor.submit("creer-un-compte", carte="4217", nom="Martin", prenom="Léa", email="a@exemple.fr")
    print(r.status_code, r.headers, r.text[:500])
    print(visitor.get("").text)
    print(site.mails(), site.events())
    people, fam = site.settled_family()
    print(fam.space().text)
    print(fam.get("mon-compte").text)
