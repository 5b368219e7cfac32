"""DMN: decision tables of modelling tools, read from versions 1.1 to 1.5 and written as 1.3."""
