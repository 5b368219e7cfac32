"""The forms in which `sop check` tells problems: one module each, whose docstring is its part of the manual."""
