"""The manual's example of a sheet is what the code writes and reads."""

import re
from pathlib import Path

from sopbook.documents.decision import Decision
from sopbook.documents.reader import read_document
from sopbook.exchange.sheets import csv_file
from sopbook.exchange.sheets.taking import take
from sopbook.workspace.resources import schemas

PAGE = Path(__file__).parents[2] / "site/pages/manual/exchange.md"


def test_the_example_of_the_manual_is_written_and_taken_as_it_says() -> None:
    blocks = dict(re.findall(r"```(yaml|csv)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
    decision = read_document(blocks["yaml"].encode(), "tier.yml", schemas()).document
    assert isinstance(decision, Decision)
    assert csv_file.write(decision).decode("utf-8-sig").replace("\r\n", "\n") == blocks["csv"]
    assert take(csv_file.read(blocks["csv"].encode()), decision).text.split("\n", 1)[1] == blocks["yaml"]
