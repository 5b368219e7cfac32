"""The handbook on a disk: its settings and files, git, what is shipped with the program, and templates.

The only package that reads files of the handbook. It hands values to the rooms below and knows no records.
"""
