"""S-FEEL, the one language of conditions, decision cells and formulas: typed, total, and never a binary float.

Text becomes tokens (`lexer`) and a tree (`parser`, `cells`, `syntax`), which is judged against declared types
(`check`, `nulls`), gives a value (`evaluate`) and goes back to text (`format`). Dates are read and written in
`temporal`; what can be calculated with what is one table (`arithmetic`). Nothing here knows files: a problem is a place
in the text that was given, and whoever read it from a file adds where that stands.
"""
