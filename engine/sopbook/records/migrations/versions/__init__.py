"""The scripts, named by what they bring; `schema.FORMS` lists them in their order."""
