"""One run of a procedure: a frozen checklist, commands, events, and the pure machine between them."""
