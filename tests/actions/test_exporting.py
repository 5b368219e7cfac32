"""What leaves: for whose eyes, as a bundle, as tables and as pages that stand alone."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from actions.building import Company, a_procedure
from sopbook.actions.export_tables import to_tables
from sopbook.actions.exporting import Export, NothingToExport, Selection, to_bundle, to_pages
from sopbook.actions.outgoing import PREFIX
from sopbook.actions.run_page import page_maker, page_of
from sopbook.records.bundle_check import verify_bundle
from sopbook.runs import commands as cmd

OPEN = a_procedure("shop", "- {id: sell, do: Sell, fields: {price: {type: text}}}\n- {id: close, do: Close}")
SECRET = a_procedure("pay", "- {id: wages, do: Pay the wages}", "records_for: [owner]\nby: initiator").replace(
    "owner: lead", "owner: owner"
)
TRICKY = "=1+1 <script>alert(1)</script> & “more”"

Makes = Callable[..., Company]


@pytest.fixture
def firm(company: Makes) -> Company:
    return company(shop=OPEN, pay=SECRET)


def export(firm: Company, by: str = "tomas", **which: Any) -> Export:
    return Export(around=firm.around, by=by, selection=Selection(**which))


def runs_in(exporting: Export) -> list[str]:
    return sorted(line.stream.removeprefix(PREFIX) for line in exporting.lines())


def test_records_for_some_are_left_out_for_others_and_counted(firm: Company) -> None:
    shop, pay = firm.start("shop"), firm.start("pay", by="ines")
    others = export(firm)
    assert (runs_in(others), others.left_out) == ([shop], {"pay": 1})
    holder = export(firm, by="ines")
    assert (runs_in(holder), holder.left_out) == ([shop, pay], {})


def test_whoever_takes_part_sees_the_record(firm: Company) -> None:
    pay = firm.start("pay", by="tomas")
    assert runs_in(export(firm)) == [pay]


def test_runs_are_chosen_by_name_by_procedure_and_by_day(firm: Company) -> None:
    first = firm.start("shop")
    firm.now += timedelta(days=2)
    second, third = firm.start("shop"), firm.start("pay", by="tomas")
    assert runs_in(export(firm, runs=(first,))) == [first]
    assert runs_in(export(firm, procedure="pay")) == [third]
    assert runs_in(export(firm, since=date(2026, 11, 7))) == [second, third]
    assert runs_in(export(firm, until=date(2026, 11, 6))) == [first]
    assert runs_in(export(firm, since=date(2026, 11, 6), until=date(2026, 11, 6))) == []


def test_a_bundle_holds_what_may_be_seen(firm: Company, tmp_path: Path) -> None:
    firm.start("shop")
    firm.start("pay", by="ines")
    exporting = export(firm)
    footer = to_bundle(exporting, tmp_path / "out.jsonl")
    assert (footer.streams, exporting.left_out) == (1, {"pay": 1})
    assert b"wages" not in (tmp_path / "out.jsonl").read_bytes()
    assert verify_bundle(tmp_path / "out.jsonl").holds


def test_an_export_of_nothing_is_refused_and_leaves_nothing(firm: Company, tmp_path: Path) -> None:
    firm.start("pay", by="ines")
    for write in (
        lambda: to_bundle(export(firm), tmp_path / "out.jsonl"),
        lambda: to_tables(export(firm), tmp_path),
        lambda: to_pages(export(firm), tmp_path, page_maker(firm.around)),
    ):
        with pytest.raises(NothingToExport, match="1 are only for others"):
            write()
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith("ledger.db")] == []


def table(folder: Path, name: str) -> list[dict[str, str]]:
    data = (folder / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_tables_hold_runs_steps_deviations_and_signatures(firm: Company, tmp_path: Path) -> None:
    run = firm.start("shop")
    firm.act(run, cmd.Complete(step="sell", values={"price": TRICKY}))
    firm.act(run, cmd.Reopen(step="sell", reason="=Too cheap"), by="ines")
    to_tables(export(firm), tmp_path)
    (line,) = table(tmp_path, "runs.csv")
    assert (line["run"], line["procedure"], line["closed"], line["steps"]) == (run, "shop", "0", "2")
    assert [row["step"] for row in table(tmp_path, "steps.csv")] == ["sell", "close"]
    (deviation,) = table(tmp_path, "deviations.csv")
    assert (deviation["kind"], deviation["name"], deviation["why"]) == ("reopened", "Ines", "'=Too cheap")
    assert table(tmp_path, "signatures.csv") == []


class _Page(HTMLParser):
    """Which elements and addresses a page has, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]

    def handle_data(self, data: str) -> None:
        self.words += data


def page(firm: Company, run: str) -> _Page:
    line = firm.journal.ledger.run(PREFIX + run)
    assert line is not None
    return _Page(page_maker(firm.around)(line).decode())


def test_a_page_stands_alone_and_runs_nothing(firm: Company) -> None:
    run = firm.start("shop")
    firm.act(run, cmd.Complete(step="sell", values={"price": TRICKY}))
    firm.act(run, cmd.Note(text='<img src="https://elsewhere.example/x.png">'))
    made = page(firm, run)
    assert not made.tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert made.addresses == []
    assert made.words.count(TRICKY) == 2  # at its step, and in the story


def test_a_page_says_which_record_it_is(firm: Company) -> None:
    run = firm.start("shop")
    (stored,) = firm.journal.ledger.read(PREFIX + run)
    digests = dict(page_of(run, firm.around).digests)
    assert digests["Digest of the last event"] == stored.digest
    assert digests["Digest of the frozen procedure"] == firm.look(run).checklist


SIGNED = a_procedure(
    "sale",
    "- {id: sell, do: Sell, fields: {price: {type: number}}}\n- {id: agree, approve: The price is right, by: owner}",
)


def test_a_page_shows_signatures_and_what_was_changed_after_them(company: Makes) -> None:
    firm = company(sale=SIGNED)
    run = firm.start("sale")
    firm.act(run, cmd.Complete(step="sell", values={"price": "12"}))
    firm.act(run, cmd.Approve(step="agree"), by="ines")
    (before,) = page_of(run, firm.around).signatures
    assert (before.who, before.role, before.meaning, before.changes) == ("Ines", "Owner", "The price is right", ())
    firm.act(run, cmd.Amend(step="sell", name="price", value="13", reason="Mistyped"))
    view = page_of(run, firm.around)
    (after,) = view.signatures
    assert [(change.who, change.why) for change in after.changes] == [("Tomas", "Mistyped")]
    assert len(view.summaries) == 2
    assert "Changed after signing, by Tomas, " in page(firm, run).words


def test_pages_are_named_after_their_runs(firm: Company, tmp_path: Path) -> None:
    run = firm.start("shop")
    assert to_pages(export(firm), tmp_path, page_maker(firm.around)) == 1
    assert [one.name for one in tmp_path.glob("*.html")] == [f"{run}.html"]
    assert "Thu 5 Nov 2026, 12:00" in (tmp_path / f"{run}.html").read_text(encoding="utf-8")
