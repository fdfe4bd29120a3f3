"""The ledger: numbers, wallets, receipts and entries. Entries are added, never changed."""
