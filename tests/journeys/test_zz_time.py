import time
from tests.journeys.conftest import *
def test_t(portal, run, postgres_url):
    t=time.time()
    r=run("portal","add-school","0990001N","X","--data",str(portal.data)); print("cli",time.time()-t); t=time.time()
    from turbo_admin.portal.schools import add_school
    from turbo_admin.portal.serve import owner_database
    with owner_database(portal.data, None) as db:
        print(add_school(db,"0990001N","X"), add_school(db,"0990001N","X"))
    print("in process",time.time()-t)
