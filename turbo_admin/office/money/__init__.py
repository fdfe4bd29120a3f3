"""The books: receipts, wallets, cash reports, closings."""
