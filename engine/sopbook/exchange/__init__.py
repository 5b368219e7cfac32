"""Other formats: bytes to values and back, without a disk. Everything read here is hostile until checked."""
