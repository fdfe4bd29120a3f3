"""All campaigns, in the order in which they run."""

from tests.faults import (
    answers,
    books,
    counter,
    cuts,
    disk_office,
    disk_portal,
    family,
    histories,
    kill_mail,
    kill_portal,
    kills,
    power,
    tls,
)
from tests.faults.processes import agreement
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (
    *cuts.CAMPAIGNS,
    *answers.CAMPAIGNS,
    *tls.CAMPAIGNS,
    *histories.CAMPAIGNS,
    *agreement.CAMPAIGNS,
    *kills.CAMPAIGNS,
    *kill_portal.CAMPAIGNS,
    *kill_mail.CAMPAIGNS,
    *counter.CAMPAIGNS,
    *family.CAMPAIGNS,
    *power.CAMPAIGNS,
    *disk_office.CAMPAIGNS,
    *disk_portal.CAMPAIGNS,
    *books.CAMPAIGNS,
)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
