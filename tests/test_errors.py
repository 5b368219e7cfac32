"""How refusals speak."""

import pytest

from sopbook.errors import Refused, nested


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("“Read “How we work”” is closed", "“Read ‘How we work’” is closed"),
        ("“A” comes before “B”", "“A” comes before “B”"),
        ("a stray ” and “one “in” another”", "a stray ” and “one ‘in’ another”"),
        ("", ""),
    ],
)
def test_quotations_inside_of_quotations_stand_in_single_marks(said: str, written: str) -> None:
    assert nested(said) == written
    assert str(Refused(said)) == written
