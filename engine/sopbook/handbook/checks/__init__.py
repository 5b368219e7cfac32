"""The checks of the handbook, listed by hand: one file each, whose docstring is its page in the manual.

A check looks at the whole handbook and yields what is wrong with it. Its code never changes its meaning. One cause is
one diagnostic: what follows from a fault that another check reports is passed over.
"""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from sopbook.handbook.book import Handbook
from sopbook.handbook.checks import (
    accept_without_check,
    broken_link,
    broken_reference,
    decision_inputs,
    duplicate_id,
    duplicate_part,
    early_value,
    file_name,
    go_back,
    ladder_without_end,
    malformed_prose,
    markup,
    not_by,
    obsolete_reference,
    performer,
    role_without_holder,
    team_register,
    type_error,
    unknown_name_in_condition,
    unknown_name_in_text,
    unreachable_part,
    unreadable_expression,
)
from sopbook.source.diagnostic import Diagnostic, Severity


class Check(Protocol):
    """What the module of a check has; `SEVERITY` is the usual one, its docstring says when another is given."""

    CODE: str
    SEVERITY: Severity

    def check(self, book: Handbook, _today: date) -> Iterator[Diagnostic]:
        """Yield every fault of the kind."""
        ...


CHECKS: tuple[Check, ...] = (
    duplicate_id,  # SOP201
    role_without_holder,  # SOP202
    file_name,  # SOP203
    broken_reference,  # SOP204
    broken_link,  # SOP205
    unknown_name_in_text,  # SOP206
    markup,  # SOP207
    obsolete_reference,  # SOP208
    duplicate_part,  # SOP209
    unreadable_expression,  # SOP210
    unknown_name_in_condition,  # SOP211
    type_error,  # SOP212
    go_back,  # SOP213
    unreachable_part,  # SOP214
    ladder_without_end,  # SOP215
    malformed_prose,  # SOP216
    not_by,  # SOP217
    performer,  # SOP218
    accept_without_check,  # SOP219
    early_value,  # SOP220
    decision_inputs,  # SOP221
    team_register,  # SOP222
)
