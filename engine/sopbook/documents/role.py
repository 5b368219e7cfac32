"""A role: what somebody is answerable for, whoever it is at the moment."""

from dataclasses import dataclass

from sopbook.documents.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Document):
    """A place in the company that people of the team register hold."""
