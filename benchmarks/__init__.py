"""How fast it is, always against a named reference measured in the same run on the same machine."""
