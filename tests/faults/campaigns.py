"""All campaigns, in the order in which they run."""

from tests.faults import answers, cuts, disk_office, disk_portal, histories, kills, power
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (
    *cuts.CAMPAIGNS,
    *answers.CAMPAIGNS,
    *histories.CAMPAIGNS,
    *kills.CAMPAIGNS,
    *power.CAMPAIGNS,
    *disk_office.CAMPAIGNS,
    *disk_portal.CAMPAIGNS,
)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
