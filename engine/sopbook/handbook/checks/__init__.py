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
    calendar_register,
    danger_for_anybody,
    decided_branch,
    decision_contradiction,
    decision_gap,
    decision_inputs,
    decision_masked_rule,
    decision_otherwise,
    decision_outside_domain,
    decision_overlap,
    decision_undecided,
    decision_unused_option,
    deputies,
    duplicate_id,
    duplicate_part,
    early_value,
    effort_sum,
    empty_target,
    file_name,
    go_back,
    idle_schedule,
    key_without_effect,
    key_without_meaning,
    ladder_without_end,
    loop_without_list,
    malformed_prose,
    markup,
    metric_formula,
    no_visible_result,
    nobody_can_sign,
    nobody_on_duty,
    not_by,
    obsolete_reference,
    obsolete_step,
    performer,
    person_in_text,
    quiz_answer,
    reporting_line,
    review_overdue,
    role_without_holder,
    senseless_schedule,
    short_retention,
    sub_procedure_cycle,
    team_register,
    time_before_anchor,
    time_budget,
    too_few_holders,
    two_actions,
    type_error,
    uncertain_value,
    unknown_channel,
    unknown_criterion,
    unknown_name_in_condition,
    unknown_name_in_text,
    unreachable_part,
    unreached_level,
    unread_document,
    unreadable_expression,
    unreadable_time,
    unspoken_null,
    unused_input,
    unverified_criterion,
    vague_words,
    wrong_example,
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
    sub_procedure_cycle,  # SOP223
    unverified_criterion,  # SOP224
    unknown_criterion,  # SOP225
    too_few_holders,  # SOP226
    reporting_line,  # SOP227
    nobody_can_sign,  # SOP228
    unknown_channel,  # SOP229
    unreached_level,  # SOP230
    unused_input,  # SOP231
    uncertain_value,  # SOP232
    unspoken_null,  # SOP233
    danger_for_anybody,  # SOP234
    wrong_example,  # SOP235
    quiz_answer,  # SOP236
    key_without_effect,  # SOP237
    loop_without_list,  # SOP238
    key_without_meaning,  # SOP239
    unreadable_time,  # SOP240
    time_before_anchor,  # SOP241
    senseless_schedule,  # SOP242
    idle_schedule,  # SOP243
    obsolete_step,  # SOP244
    metric_formula,  # SOP245
    empty_target,  # SOP246
    review_overdue,  # SOP247
    unread_document,  # SOP248
    time_budget,  # SOP249
    effort_sum,  # SOP250
    calendar_register,  # SOP251
    deputies,  # SOP252
    nobody_on_duty,  # SOP253
    short_retention,  # SOP254
    decision_gap,  # SOP260
    decision_overlap,  # SOP261
    decision_contradiction,  # SOP262
    decision_masked_rule,  # SOP263
    decision_outside_domain,  # SOP264
    decision_unused_option,  # SOP265
    decision_otherwise,  # SOP266
    decision_undecided,  # SOP267
    decided_branch,  # SOP268
    two_actions,  # SOP280
    vague_words,  # SOP281
    person_in_text,  # SOP282
    no_visible_result,  # SOP283
)
