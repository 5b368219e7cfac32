from hypothesis import given, settings
from hypothesis import strategies as st

from handbook_builders import a_procedure, handbook_from
from sopbook.handbook.wording import instructions, key_of, own_words

pieces = st.sampled_from(
    ["as needed", "`soon`", '"soon"', "> soon\n", "\n", "[[guide|soon]]", "{{ soon }}", " ", "“soon”"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(pieces, max_size=8).map("".join))
def test_blanking_keeps_every_offset_and_adds_no_word(text: str) -> None:
    words = own_words(text)
    assert len(words) == len(text)
    assert all(
        mine == theirs or not mine.isprintable() or mine == " " for mine, theirs in zip(words, text, strict=True)
    )


def test_what_others_say_is_no_word_of_the_author() -> None:
    text = 'Write "soon" or `soon`, see [[soon]].\n\n> soon\n\n[here](https://soon.example) {{ soon }}'
    assert "soon" not in own_words(text)
    assert own_words("Write soon") == "Write soon"


def test_instructions_are_what_tells_somebody_to_do_something() -> None:
    body = "- {id: one, do: Work, how: Slowly, note: [Look, Listen], message: Hello}"
    head = "purpose: Because\nneeds: [A pen]\nrules: [{id: polite, must: Smile, why: It helps, bad: Grin}]"
    book = handbook_from({"work.yml": a_procedure(body, head=head)})
    found = [(key_of(one.pointer), one.words) for one in instructions(book.procedure("work"), book)]
    assert found == [
        ("needs", "A pen"),
        ("must", "Smile"),
        ("do", "Work"),
        ("how", "Slowly"),
        ("note", "Look"),
        ("note", "Listen"),
    ]
