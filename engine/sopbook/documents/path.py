"""A path: an onboarding. Everything of a procedure; each person enrolled has a run of it."""

from dataclasses import dataclass

from sopbook.documents.ids import NO_ROLE, RoleId
from sopbook.documents.procedure import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Procedure):
    """It leads into the role `for_`; `expires` is after how long it has to be done again."""

    for_: RoleId = NO_ROLE
    enrol: str = "by_hand"
    expires: str = ""
