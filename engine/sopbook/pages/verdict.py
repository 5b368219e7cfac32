"""What the proof of a decision says, for its readers: that every case has one answer, or what is open, with a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from sopbook.decisions.findings import (
    Cases,
    Contradiction,
    Finding,
    Gap,
    MaskedRule,
    OutsideDomain,
    Overlap,
    Proof,
    UnreachableOtherwise,
    UnusedOption,
    Verdict,
)
from sopbook.decisions.weighing import MEAN
from sopbook.documents.decision import Decision
from sopbook.documents.fields import Field, FieldType
from sopbook.feel.values import Value
from sopbook.handbook.deciding import asked_by, given_by
from sopbook.handbook.names import type_of
from sopbook.handbook.proofs import proof_of
from sopbook.pages.html import NOTHING, Html, html, listed
from sopbook.pages.labels import field_label
from sopbook.pages.words import cell, value_words
from sopbook.pages.writer import Writer

SIGNS = {Verdict.PROVEN: "●", Verdict.REFUTED: "!", Verdict.UNDECIDED: "?"}
PROVEN = "Each case that can be entered has its one answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One thing that is open; `cases` are those it is about, and `example` is one of them."""

    says: Html
    cases: Html = NOTHING
    example: Html = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """The proof in a line, and what it found."""

    kind: str
    sign: str
    headline: str
    reason: Html
    findings: tuple[FindingView, ...]
    more: tuple[Html, ...]


def verdict(decision: Decision, writer: Writer) -> VerdictView | None:
    """The verdict; nothing where a fault keeps the decision from answering at all."""
    proof = proof_of(decision, writer.book)
    if proof is None:
        return None
    return VerdictView(
        kind=proof.verdict.value,
        sign=SIGNS[proof.verdict],
        headline=_headline(proof),
        reason=html("{}", PROVEN) if proof.verdict is Verdict.PROVEN else writer.inline(_sentence(proof.reason)),
        findings=tuple(_finding(one, decision) for one in proof.findings),
        more=tuple(writer.inline(_sentence(one)) for one in proof.more),
    )


def _headline(proof: Proof) -> str:
    match proof.verdict:
        case Verdict.PROVEN:
            return "Complete and unambiguous: proven."
        case Verdict.REFUTED:
            return "Not settled yet."
        case Verdict.UNDECIDED:
            return "Not proven."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _finding(finding: Finding, decision: Decision) -> FindingView:
    says = _says(finding, decision)
    if not isinstance(finding, Cases):
        return FindingView(says=says)
    return FindingView(
        says=says,
        cases=_cases(finding.when, _limited(decision)),
        example=_example(finding.given, asked_by(decision)),
    )


def _says(finding: Finding, decision: Decision) -> Html:
    match finding:
        case Gap():
            return html("Nothing answers this")
        case Overlap(rules=rules):
            return html("{} both fit", _rules(rules, decision))
        case Contradiction(rules=rules):
            return html("{} both fit and disagree", _rules(rules, decision))
        case MaskedRule(rule=rule, by=by):
            others = _rules(by, decision, "rule")
            verb = "answers" if len(by) == 1 else "answer"
            return html("{} changes nothing: wherever it fits, {} {}", _rules((rule,), decision), others, verb)
        case OutsideDomain(rule=rule, inputs=inputs):
            columns = listed(_label(name, _limited(decision)) for name in inputs)
            return html("{} fits nothing that can be entered, because of {}", _rules((rule,), decision), columns)
        case UnusedOption(output=output, option=option):
            return html("Nothing answers “{}” to {}", option, _label(output, given_by(decision)))
        case UnreachableOtherwise():
            return html("“In all other cases” never happens: a rule answers every case")


def _rules(ids: tuple[str, ...], decision: Decision, word: str = "Rule") -> Html:
    """Rules by the numbers they have on the page, outcomes by their labels; each leads to its row."""
    outcomes = {one.id: f"“{one.label}”" for one in decision.outcomes}
    names = outcomes or {rule.id: str(number) for number, rule in enumerate(decision.rules, start=1)}
    links = listed(html('<a href="#{}">{}</a>', id, names[id]) for id in ids)
    return links if outcomes else html("{}{} {}", word, "s" if len(ids) > 1 else "", links)


def _limited(decision: Decision) -> Mapping[str, Field]:
    """What the cells of the cases are about: inputs, or the mean of a weighing."""
    return decision.inputs or {MEAN: Field(type=FieldType.NUMBER, label="Weighed mean")}


def _cases(when: Mapping[str, str], fields: Mapping[str, Field]) -> Html:
    if not when:
        return html("every case")
    said = (
        (_label(name, fields), cell(text, of=type_of(fields[name]), unit=fields[name].unit))
        for name, text in when.items()
    )
    return Html(", ").join(html("<em>{}</em> {}", *one) for one in said)


def _example(given: Mapping[str, Value], fields: Mapping[str, Field]) -> Html:
    said = ((_label(name, fields), value_words(value, fields[name].unit)) for name, value in given.items())
    return Html("; ").join(html("{}: {}", *one) for one in said)


def _label(name: str, fields: Mapping[str, Field]) -> str:
    return field_label(name, fields[name]).rstrip("?")
