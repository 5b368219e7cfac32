"""Names by which things are called, each a type of its own so that they are not mixed up."""

from typing import NewType

DocumentId = NewType("DocumentId", str)
"""Lower-case words joined by hyphens; unique in the handbook, never reused."""

RoleId = NewType("RoleId", str)
"""The id of a document of kind `role`."""

NO_ROLE = RoleId("")
"""Where a kind's schema lets the role be left out, and it is."""

PersonId = NewType("PersonId", str)
"""The id of somebody in the team register."""

StepId = NewType("StepId", str)
"""The id of a step, group or section; unique in its document."""

OptionId = NewType("OptionId", str)
"""The id of an option; unique in its step."""
