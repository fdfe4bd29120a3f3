"""All campaigns, in the order in which they run."""

from tests.faults import cuts
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (*cuts.CAMPAIGNS,)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
