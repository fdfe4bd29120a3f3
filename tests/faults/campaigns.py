"""All campaigns, in the order in which they run."""

from tests.faults import cuts, histories
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (*cuts.CAMPAIGNS, *histories.CAMPAIGNS)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
