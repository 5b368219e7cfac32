"""The catalogue of the reader's codes."""

from sopbook.source import codes


def test_every_code_is_explained_and_every_explanation_has_its_code() -> None:
    constants = {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, str)}
    assert constants == set(codes.CODES)


def test_a_title_is_short_and_an_explanation_is_a_paragraph() -> None:
    for explained in codes.CODES.values():
        assert len(explained.title) < 50
        assert explained.explanation.endswith(".")
        assert "\n" not in explained.explanation
