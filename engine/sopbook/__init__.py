"""sopbook: procedures, guidelines, decisions and escalations as YAML in git, read as a handbook and run as checklists."""
