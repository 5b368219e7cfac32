from pages_builders import a_writer, the_bakery
from sopbook.documents.ids import StepId
from sopbook.documents.procedure import Procedure
from sopbook.documents.steps import AnyStep, Do
from sopbook.pages.attached import code_view, message_view, question_views


def the_step(id: str) -> AnyStep:
    return next(step for step in the_bakery().expect("sell-bread", Procedure).all_steps() if step.id == id)


def test_the_first_line_of_a_message_may_be_its_subject() -> None:
    message = message_view(the_step("wake"), a_writer(document="sell-bread"))
    assert message is not None
    assert message.subject.striptags() == "The van leaves on Market day"
    assert message.text.startswith("<p>Good morning,\nit is packed")


def test_a_message_without_a_subject_keeps_its_first_line() -> None:
    message = message_view(the_step("offer"), a_writer(document="sell-bread"))
    assert message is not None
    assert message.subject == ""
    assert "We have bread left." in message.text


def test_a_message_of_one_line_may_be_a_subject_alone() -> None:
    message = message_view(Do(id=StepId("x"), do="x", message="Subject: Hello"), a_writer())
    assert message is not None
    assert (str(message.subject), str(message.text)) == ("Hello", "")


def test_a_command_is_not_read_as_prose() -> None:
    code = code_view(the_step("set-up"))
    assert code is not None
    assert code.text == "printf '<b>%s</b>' \"$STALL\"\nsleep 1  # {{ not a name }}"


def test_the_questions_of_a_quiz_can_be_linked_to() -> None:
    old, cold = question_views(the_step("test"), a_writer(document="sell-bread"))
    assert (old.anchor, old.answer, cold.answer) == ("test.old", ("After a day",), ("Rolls", "Cake"))
    assert "How we keep clean</a>" in old.why
