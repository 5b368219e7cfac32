"""Hit policies and aggregations of DMN, and ours."""

from collections.abc import Mapping

from sopbook.documents.decision import HitPolicy
from sopbook.documents.fields import Field
from sopbook.exchange.dmn.model import DecisionTable
from sopbook.exchange.dmn.types import Reading, remark

POLICIES: Mapping[tuple[str, str], HitPolicy] = {
    ("UNIQUE", ""): HitPolicy.UNIQUE,
    ("FIRST", ""): HitPolicy.FIRST,
    ("ANY", ""): HitPolicy.ANY,
    ("PRIORITY", ""): HitPolicy.PRIORITY,
    ("RULE ORDER", ""): HitPolicy.RULE_ORDER,
    ("OUTPUT ORDER", ""): HitPolicy.OUTPUT_ORDER,
    ("COLLECT", ""): HitPolicy.COLLECT,
    ("COLLECT", "SUM"): HitPolicy.COLLECT_SUM,
    ("COLLECT", "MIN"): HitPolicy.COLLECT_MIN,
    ("COLLECT", "MAX"): HitPolicy.COLLECT_MAX,
    ("COLLECT", "COUNT"): HitPolicy.COLLECT_COUNT,
}
"""hitPolicy and aggregation -> ours. An aggregation means something beside COLLECT only."""

WRITTEN: Mapping[HitPolicy, tuple[str, str]] = {ours: theirs for theirs, ours in POLICIES.items()}

RANKED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
"""Policies that go by the order of the outputs' options."""

AGGREGATED = frozenset({HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_MIN, HitPolicy.COLLECT_MAX, HitPolicy.COLLECT_COUNT})


def policy_of(table: DecisionTable, outputs: Mapping[str, Field], place: str) -> Reading[HitPolicy]:
    """The policy of a table; one that goes by priority needs outputs that say what comes first."""
    policy = POLICIES.get((table.policy, table.aggregation if table.policy == "COLLECT" else ""))
    if policy is None:
        named = f"{table.policy} {table.aggregation}".strip()
        yield remark(f"there is no hit policy `{named}`", place, table)
        return None
    if policy in RANKED and not any(output.options for output in outputs.values()):
        yield remark(f"{table.policy} needs an output whose values are listed, in order of priority", place, table)
        return None
    return policy
