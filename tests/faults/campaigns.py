"""All campaigns, in the order in which they run."""

from tests.faults import answers, cuts, disk_office, histories, kills, power
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (
    *cuts.CAMPAIGNS,
    *answers.CAMPAIGNS,
    *histories.CAMPAIGNS,
    *kills.CAMPAIGNS,
    *power.CAMPAIGNS,
    *disk_office.CAMPAIGNS,
)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
