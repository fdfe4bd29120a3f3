"""All campaigns, in the order in which they run."""

from tests.faults import answers, cuts, histories
from tests.faults.tally import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (*cuts.CAMPAIGNS, *answers.CAMPAIGNS, *histories.CAMPAIGNS)
BY_ID = {campaign.id: campaign for campaign in CAMPAIGNS}
