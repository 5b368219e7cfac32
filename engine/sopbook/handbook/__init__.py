"""All documents together: by id, linked, their names and conditions understood, and checked."""
