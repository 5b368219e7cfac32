"""Decision tables as values: a question frozen with its rules, and answered."""
