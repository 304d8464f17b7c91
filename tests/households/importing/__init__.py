"""The pure half of the ledger import: no database."""
