"""Kill, power and disk campaigns over the books: no receipt lost, none twice, numbers unbroken, balances exact."""

from tests.faults.book_acts import BOOK_ACTS, RECEIPT
from tests.faults.disk_office import DiskOffice
from tests.faults.kills import KillOffice
from tests.faults.power import PowerOffice
from tests.faults.tally import Campaign

CAMPAIGNS = (
    Campaign(
        "kill-books",
        "kill -9 of the office at each write, sync, rename and send of a receipt, a take-back, a closed day, a closed slip",
        KillOffice(BOOK_ACTS),
        {"a receipt kept before its entries": KillOffice((RECEIPT,), "receipt_kept_alone")},
    ),
    Campaign(
        "power-books",
        "power lost at each write and sync of the same; unsynced writes dropped or torn",
        PowerOffice(BOOK_ACTS),
        {"synchronous=OFF": PowerOffice((RECEIPT,), "nothing_synced")},
    ),
    Campaign(
        "disk-books",
        "the office's disk full from each write on, or failing at each write, sync and read, of the same",
        DiskOffice(BOOK_ACTS),
        {"a full disk passed over": DiskOffice(BOOK_ACTS, "full_disk_passed_over")},
    ),
)
