"""Made-up handbooks for measuring: as large as one likes, as real ones are written, and without a fault."""
