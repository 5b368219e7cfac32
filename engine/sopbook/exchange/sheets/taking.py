"""Takes the rules of a sheet into the decision they are of; everything that is wrong is told at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sopbook.decisions.table import cell_text
from sopbook.documents.decision import Decision
from sopbook.exchange.decision_text import decision_text
from sopbook.exchange.imported import Remark
from sopbook.exchange.sheets.cell_values import types_of
from sopbook.exchange.sheets.columns import Role
from sopbook.exchange.sheets.header import Header, Row, header_of, rows_with_content
from sopbook.exchange.sheets.rule_row import Ground, RuleRow, rule_row
from sopbook.exchange.sheets.sheet import Sheet
from sopbook.source.problems import short

MOST_REMARKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The decision with its new rules as plain values, or the remarks for which nothing was taken."""

    decision: Mapping[str, Any] | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def text(self) -> str:
        """The document's new YAML; comments of the old file are not in it."""
        assert self.decision is not None
        return decision_text(self.decision)


def take(sheet: Sheet, decision: Decision) -> Taken:
    """The decision with the rules of the sheet; all other keys come from its document."""
    if sheet.remarks:
        return Taken(remarks=sheet.remarks)
    rows = list(rows_with_content(sheet.rows))
    if not rows:
        return _nothing("the sheet is empty")
    header = header_of(rows[0], rows[1:], decision)
    if header.remarks:
        return Taken(remarks=header.remarks)
    rules = _rules(rows[1:], header, sheet, decision)
    if all(rule.is_otherwise for rule in rules):
        return _nothing("there is no rule in the sheet")
    remarks = [*(remark for rule in rules for remark in rule.remarks), *_repeated(rules)]
    if remarks:
        return Taken(remarks=_bounded(remarks))
    has_why = any(column.role is Role.WHY for column in header.columns.values())
    return Taken(decision=_with_rules(decision.origin.value, rules, has_why=has_why))


def _rules(rows: Sequence[Row], header: Header, sheet: Sheet, decision: Decision) -> list[RuleRow]:
    """The rows as rules; of a sheet that is wrong all over only the beginning is looked at."""
    ground = Ground(
        columns=header.columns,
        types=types_of(decision),
        ids=frozenset(rule.id for rule in decision.rules),
        decimal_commas=sheet.has_decimal_commas,
    )
    rules: list[RuleRow] = []
    remarks = 0
    for row in rows:
        rules.append(rule_row(row, ground))
        remarks += len(rules[-1].remarks)
        if remarks > MOST_REMARKS:
            break
    return rules


def _nothing(why: str) -> Taken:
    return Taken(remarks=(Remark(message=why),))


def _bounded(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    more = (Remark(message="there is more of this; these are the first"),) if len(remarks) > MOST_REMARKS else ()
    return (*remarks[:MOST_REMARKS], *more)


def _repeated(rules: Sequence[RuleRow]) -> Iterator[Remark]:
    first: dict[str, str] = {}
    for rule in rules:
        where = first.setdefault(rule.id, rule.where)
        if rule.id and where != rule.where:
            yield Remark(message=f"`{short(rule.id)}` is there already, in {where}", place=rule.where)


def _with_rules(document: Mapping[str, Any], rules: Sequence[RuleRow], *, has_why: bool) -> Mapping[str, Any]:
    """The document's plain value with other rules; what did not change in a rule stays as it was written."""
    before = {rule["id"]: rule for rule in document["rules"]}
    new = [_plain(rule, before.get(rule.id, {}), has_why=has_why) for rule in rules if not rule.is_otherwise]
    kept = {key: value for key, value in document.items() if key != "otherwise"}
    last = [_as_before(rule.then, document.get("otherwise", {})) for rule in rules if rule.is_otherwise]
    return {**kept, "rules": new, **({"otherwise": last[0]} if last else {})}


def _plain(rule: RuleRow, old: Mapping[str, Any], *, has_why: bool) -> Mapping[str, Any]:
    """The rule as its author would write it; a sheet without reasons leaves the old ones alone."""
    when = _as_before(rule.when, old.get("when", {}))
    why = rule.why if has_why else old.get("why", "")
    parts = {"id": rule.id, "when": when, "then": _as_before(rule.then, old.get("then", {})), "why": why}
    return {key: part for key, part in parts.items() if part}


def _as_before(new: Mapping[str, Any], old: Mapping[str, Any]) -> Mapping[str, Any]:
    """The new values, in the old form where they say the same."""
    same = {name for name in new.keys() & old.keys() if cell_text(new[name]) == cell_text(old[name])}
    return {name: old[name] if name in same else value for name, value in new.items()}
