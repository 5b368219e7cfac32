import pytest

from pages_builders import a_writer
from sopbook.documents.ids import StepId
from sopbook.documents.steps import Do
from sopbook.pages.loops import loop_words


def said(for_each: str, every: str = "") -> str:
    step = Do(id=StepId("one"), do="Do it", for_each=for_each, every=every)
    return str(loop_words(step, a_writer(document="sell-bread")))


@pytest.mark.parametrize(
    ("for_each", "every", "words"),
    [
        ("stall in stalls", "", "Once for each stall in <em>Stalls</em>"),
        ("late_guest", "", "Once for each late guest, added as they come"),
        ("reading", "2 hours", "Once for each reading, a new one every 2 hours"),
        ("tool in [Trello, 'NPM']", "", "Once for each tool: Trello and NPM"),
        ("role in [lead]", "", 'Once for each role: <a href="../../roles/lead/">Bakery lead</a>'),
        ("x in [<b>]", "", "Once for each x: &lt;b&gt;"),
        ("<script> in y", "", "Once for each <code>&lt;script&gt; in y</code>"),
    ],
)
def test_a_loop_in_words(for_each: str, every: str, words: str) -> None:
    assert said(for_each, every) == words
