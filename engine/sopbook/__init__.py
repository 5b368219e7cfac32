"""sopbook: procedures as YAML in git, read as a handbook and run as checklists that record what was done."""
