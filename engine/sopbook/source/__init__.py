"""Text with positions: reading YAML, finding links and names in prose, and problems as values."""
