"""What it means that several rules of a decision table fit, in words: DMN's hit policies."""

from collections.abc import Iterator

from sopbook.documents.decision import Decision, HitPolicy
from sopbook.pages.html import Html, html
from sopbook.pages.labels import field_label

POLICY_WORDS = {
    HitPolicy.UNIQUE: "Exactly one rule fits.",
    HitPolicy.FIRST: "Read from the top: the first rule that fits answers.",
    HitPolicy.ANY: "Several rules may fit; they all give the same answer.",
    HitPolicy.PRIORITY: "Several rules may fit; the answer that stands highest counts.",
    HitPolicy.COLLECT: "Every rule that fits adds its answer.",
    HitPolicy.COLLECT_SUM: "The answers of all rules that fit are added up.",
    HitPolicy.COLLECT_MIN: "Of the answers of all rules that fit, the smallest counts.",
    HitPolicy.COLLECT_MAX: "Of the answers of all rules that fit, the largest counts.",
    HitPolicy.COLLECT_COUNT: "The answer is how many rules fit.",
    HitPolicy.RULE_ORDER: "Every rule that fits answers, in the order of the table.",
    HitPolicy.OUTPUT_ORDER: "Every rule that fits answers; the answer that stands highest comes first.",
}
WEIGHED = "Give each factor a mark. The mean of the marks, weighed, decides."


def policy_words(decision: Decision) -> tuple[Html, ...]:
    """How the table is read, and where it matters which answer stands higher than another."""
    if decision.factors:
        return (html("{}", WEIGHED),)
    return (html("{}", POLICY_WORDS[decision.hit_policy]), *_ranks(decision))


def _ranks(decision: Decision) -> Iterator[Html]:
    if decision.hit_policy not in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        return
    for name, output in decision.outputs.items():
        if output.options:
            yield html("{} from highest to lowest: {}.", field_label(name, output), ", ".join(output.options))
