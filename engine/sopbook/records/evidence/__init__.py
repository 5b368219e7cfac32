"""Evidence: the files that events name by their SHA-256, kept beside the ledger."""
