"""Bundles: what stands in one, and that nothing in it can be changed unseen."""

import gzip
import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from records.building import NOON, a_line, an_entry, by_hand, record
from sopbook.records import bundle, bundle_file
from sopbook.records.bundle_check import verify_bundle
from sopbook.records.bundle_errors import BundleBroken, BundleMissing, ExportFailed
from sopbook.records.bundle_export import export
from sopbook.records.bundle_file import written_beside
from sopbook.records.chain import canonical, digest_of
from sopbook.records.errors import LedgerDamaged
from sopbook.records.ledger import Ledger
from sopbook.records.outbox import Outgoing, post
from sopbook.records.projections import write_run
from sopbook.workspace.resources import folder

TEXT = b'{"a frozen": "checklist"}'
PHOTO = {"name": "Fotó.jpg", "size": 12, "sha256": "f" * 64}
WAITS = (Outgoing(number=3, kind="message", at=NOON),)
Lines = list[dict[str, Any]]


@pytest.fixture
def used(ledger: Ledger) -> Ledger:
    """Two runs by the same checklist, the first with a photo and something that waits; and a case."""
    payload = canonical({"name": "Anna", "checklist": digest_of(TEXT), "note": 'Čaj "zelený"\n'})
    for stream in ("run:1", "run:2"):
        started = [an_entry(payload=payload), an_entry(payload=canonical({"name": "Anna", "photo": PHOTO}))]
        record(ledger, stream, events=started, texts={digest_of(TEXT): TEXT})
        record(ledger, stream, "last", expected=2, project=partial(post, stream=stream, outgoing=WAITS))
    record(ledger, "case:1", "one")
    return ledger


def exported(ledger: Ledger, path: Path, wanted: Callable[[str], bool] = lambda _: True) -> Path:
    with written_beside(path, packed=path.suffix == ".gz") as write:
        export(ledger, wanted=wanted, write=write, by="anna", at="2026-11-05T12:00:00.000000Z")
    return path


@pytest.fixture
def file(used: Ledger, tmp_path: Path) -> Path:
    return exported(used, tmp_path / "out.jsonl")


def lines_of(file: Path) -> Lines:
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def written(file: Path, lines: Lines, *, honest: bool = True) -> Path:
    """The lines as a file; with an honest footer, so that nothing but the change itself can be found."""
    if honest and lines and lines[-1].get("line") == "footer":
        counted = {f"{one}s": sum(line["line"] == one for line in lines) for one in COUNTED}
        lines = [*lines[:-1], {**lines[-1], **counted}]
    out = [json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines]
    if honest and lines and "digest" in lines[-1]:
        lines[-1] = {**lines[-1], "digest": hashlib.sha256(b"".join(out[:-1])).hexdigest()}
        out[-1] = json.dumps(lines[-1]).encode() + b"\n"
    file.write_bytes(b"".join(out))
    return file


COUNTED = ("stream", "request", "event", "text")


def found_in(file: Path) -> list[str]:
    return [str(finding) for finding in verify_bundle(file).findings]


def broken(file: Path) -> tuple[int, str]:
    with pytest.raises(BundleBroken) as refused:
        verify_bundle(file)
    return refused.value.line, refused.value.why


def test_a_bundle_holds_everything_in_its_order(file: Path) -> None:
    assert [line.get("stream", line["line"]) for line in lines_of(file)] == [
        *("header", "case:1", "request", "event"),
        *("run:1", "request", "text", "event", "event", "request", "event", "evidence", "outgoing"),
        *("run:2", "request", "event", "event", "request", "event", "evidence", "outgoing", "footer"),
    ]
    found = verify_bundle(file)
    assert found.holds
    assert (found.footer.streams, found.footer.requests, found.footer.events, found.footer.texts) == (3, 5, 7, 1)


def test_the_same_records_give_the_same_bytes(used: Ledger, file: Path, tmp_path: Path) -> None:
    assert exported(used, tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    packed = exported(used, tmp_path / "out.jsonl.gz")
    assert gzip.decompress(packed.read_bytes()) == file.read_bytes()
    assert verify_bundle(packed).footer == verify_bundle(file).footer


def test_every_line_is_as_its_schema_says(file: Path) -> None:
    schema = json.loads((folder("schemas") / "bundle.schema.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert [error.message for line in lines_of(file) for error in validator.iter_errors(line)] == []
    assert not validator.is_valid({"line": "header"})


def test_the_schema_and_the_lines_have_the_same_keys() -> None:
    schema = json.loads((folder("schemas") / "bundle.schema.json").read_bytes())
    shapes = {name: list(shape["properties"]) for name, shape in schema["$defs"].items()}
    assert shapes == {name: ["line", *(one.name for one in fields(cls))] for name, cls in bundle.LINES.items()}


@given(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.text(st.characters(exclude_categories=["Cs"])))
def test_a_line_comes_back_as_it_was(text: str, payload: str | None) -> None:
    line = bundle.Event(number=1, digest="d", envelope=text, salt=None, payload=payload)
    data = bundle.written(line)
    assert data.count(b"\n") == 1
    assert bundle.read(data) == line


@given(st.data())
def test_no_changed_byte_goes_unseen(whole: bytes, scratch: Path, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    change = data.draw(st.integers(1, 255))
    scratch.write_bytes(whole[:at] + bytes([whole[at] ^ change]) + whole[at + 1 :])
    holds = False
    with suppress(BundleBroken):
        holds = verify_bundle(scratch).holds
    assert not holds


@given(st.data())
def test_a_bundle_that_is_cut_off_is_refused(whole: bytes, scratch: Path, data: st.DataObject) -> None:
    scratch.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert "cut off" in broken(scratch)[1]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = tmp_path_factory.mktemp("whole")
    with Ledger.open(str(place / "ledger.db"), handbook="acme", now=NOON) as ledger:
        record(ledger, "run:1", "one", "two", texts={digest_of(TEXT): TEXT})
        record(ledger, "run:1", "three", expected=2)
        return exported(ledger, place / "out.jsonl").read_bytes()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "bundle.jsonl"


def the(lines: Lines, kind: str, nth: int = 0) -> dict[str, Any]:
    return [line for line in lines if line["line"] == kind][nth]


FALSE: dict[str, tuple[Callable[[Lines], object], str]] = {
    "another payload": (
        lambda lines: the(lines, "event", 1).update(payload="{}"),
        "run:1, event 1: the payload is not what was recorded (line 8)",
    ),
    "another salt": (
        lambda lines: the(lines, "event").update(salt="00" * 16),
        "case:1, event 1: the payload is not what was recorded (line 4)",
    ),
    "no payload": (
        lambda lines: the(lines, "event").update(payload=None, salt=None),
        "case:1, event 1: the payload is missing (line 4)",
    ),
    "a salt without its payload": (
        lambda lines: the(lines, "event").update(payload=None),
        "case:1, event 1: the payload is missing (line 4)",
    ),
    "another digest": (
        lambda lines: the(lines, "event").update(digest="0" * 64),
        "case:1, event 1: the envelope and the digest beside it do not match, so one of them is not what was recorded "
        "(line 4)",
    ),
    "an event of another ledger": (
        lambda lines: the(lines, "header").update(ledger="0b4c9f0e-52a7-4f8e-9d4c-000000000000"),
        "case:1, event 1: the envelope was written for another ledger (line 4)",
    ),
    "a stream under another name": (
        lambda lines: the(lines, "stream").update(stream="case:2"),
        "case:2, event 1: the envelope is that of event 1 of case:1 (line 4)",
    ),
    "another key": (
        lambda lines: the(lines, "request").update(key="mine"),
        "case:1, event 1: the request that it answers is another one (line 4)",
    ),
    "another text": (
        lambda lines: the(lines, "text").update(content="{}"),
        f"text {digest_of(TEXT)}: it is not what was recorded (line 7)",
    ),
    "no text": (
        lambda lines: lines.remove(the(lines, "text")),
        f"run:1, event 1: the text {digest_of(TEXT)} that it names is missing (line 7)",
    ),
}


@pytest.mark.parametrize("what", FALSE)
def test_what_does_not_hold_is_named_with_its_line(file: Path, what: str) -> None:
    change, says = FALSE[what]
    lines = lines_of(file)
    change(lines)
    assert says in found_in(written(file, lines))


def test_the_footer_is_held_against_the_lines(file: Path) -> None:
    lines = lines_of(file)
    lines[-1] |= {"events": 8, "digest": "0" * 64}
    assert found_in(written(file, lines, honest=False)) == [
        "the digest of the whole bundle is not that of its lines (line 22)",
        "the footer counts 8 events, there are 7 (line 22)",
    ]


BROKEN: dict[str, tuple[Callable[[Lines], object], int, str]] = {
    "no header": (lambda lines: lines.pop(0), 1, "it has to begin with a header"),
    "two headers": (lambda lines: lines.insert(1, lines[0]), 2, "it is a second header"),
    "another format": (lambda lines: lines[0].update(format=2), 1, "it is of format 2, and only 1 is known"),
    "no number": (lambda lines: lines[0].update(format=True), 1, "`format` of a line `header` is of the wrong type"),
    "no ledger": (lambda lines: lines[0].update(origins=["../../x"]), 1, "it names no ledger"),
    "origins": (lambda lines: lines[0].update(origins=[1]), 1, "a list in a line `header` holds something else"),
    "no time": (lambda lines: lines[0].update(exported_at="now"), 1, "it does not say when it was exported"),
    "a path": (lambda lines: the(lines, "stream").update(stream="../../x"), 2, "this is no name of a stream"),
    "twice": (
        lambda lines: the(lines, "stream", 2).update(stream="run:1"),
        14,
        "the stream run:1 stands twice, or not in its order",
    ),
    "an empty stream": (lambda lines: the(lines, "stream").update(events=0), 2, "a stream has at least one event"),
    "too few events": (
        lambda lines: the(lines, "stream").update(events=2),
        5,
        "case:1 has 1 events, not 2 as it says",
    ),
    "an event twice": (lambda lines: lines.insert(8, lines[7]), 9, "event 2 of run:1 has to stand here, not 1"),
    "an event less": (lambda lines: lines.pop(7), 8, "event 1 of run:1 has to stand here, not 2"),
    "the last event less": (
        lambda lines: lines.pop(10),
        12,
        "it belongs to no event",
    ),
    "half a request": (
        lambda lines: [lines.pop(8) for _ in range(5)],
        9,
        "events of run:1 are missing: the request before them has more",
    ),
    "an event without its request": (lambda lines: lines.pop(2), 3, "the event belongs to no request"),
    "a request of nothing": (
        lambda lines: the(lines, "request").update(last=0),
        3,
        "the request has no events, or does not say what was asked",
    ),
    "a request elsewhere": (
        lambda lines: the(lines, "request").update(first=2, last=2),
        3,
        "the request does not stand before the first of its events",
    ),
    "what waits for nothing": (
        lambda lines: the(lines, "outgoing").update(number=4),
        13,
        "it belongs to no event",
    ),
    "what waits twice": (
        lambda lines: lines.insert(13, lines[12]),
        14,
        "it stands twice, or not in its order",
    ),
    "what waits since nowhen": (
        lambda lines: the(lines, "outgoing").update(created_at="soon"),
        13,
        "it does not say since when it waits",
    ),
    "no file": (lambda lines: the(lines, "evidence").update(sha256="../x"), 12, "it belongs to no stream, or names"),
    "no hex": (lambda lines: the(lines, "event").update(salt="xy"), 4, "the event holds something that cannot be"),
    "half a character": (
        lambda lines: the(lines, "event").update(payload="\ud800"),
        4,
        "the event holds something that cannot be bytes",
    ),
    "an unknown line": (lambda lines: lines.insert(1, {"line": "script"}), 2, "it is none of the lines"),
    "an unknown key": (lambda lines: lines[1].update(extra=1), 2, "a line `stream` has not the right keys: `extra`"),
    "a missing key": (lambda lines: lines[1].pop("events"), 2, "a line `stream` has not the right keys: `events`"),
    "behind the end": (lambda lines: lines.append(lines[0]), 23, "something stands behind the footer"),
    "no footer": (lambda lines: lines.pop(), 22, "the bundle is cut off: it has to end with a footer"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_bundle_is_refused_with_its_line(file: Path, what: str) -> None:
    change, line, says = BROKEN[what]
    lines = lines_of(file)
    change(lines)
    out = [json.dumps(one).encode() + b"\n" for one in lines]
    file.write_bytes(b"".join(out))
    number, why = broken(file)
    assert (number, why[: len(says)]) == (line, says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the bundle is cut off: it has to end with a footer"),
        (b"hello\n", "it is not JSON"),
        (b"[]\n", "it is no JSON object"),
        (b"\xff\n", "it is not UTF-8 (byte 1)"),
        (b"[" * 100_000 + b"\n", "it is nested too deeply"),
        (b'{"line": ' + b"1" * 10_000 + b"}\n", "it is not JSON"),
        (b'{"line": "seal", "line": "header"}\n', "a key stands in it twice"),
        (b'{"line": ["header"]}\n', "it is none of the lines that a bundle consists of"),
        (gzip.compress(b"hello", mtime=0)[:-4], "the packed file is damaged or cut off here"),
        (b"\x1f\x8bhello", "the packed file is damaged or cut off here"),
    ],
)
def test_what_is_nothing_like_a_bundle_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "strange.jsonl"
    file.write_bytes(data)
    assert broken(file) == (1, says)


def test_a_line_without_an_end_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_file, "LONGEST", 2**20)
    file = tmp_path / "long.jsonl"
    file.write_bytes(b"x" * (2**20 + 1))
    assert broken(file) == (1, "the line is longer than 1 MiB")


def test_a_packed_file_does_not_unpack_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bytes) -> None:
    monkeypatch.setattr(bundle_file, "FREE", 2**16)
    header = whole.splitlines(keepends=True)[0]
    text = bundle.written(bundle.Text(digest=digest_of(b"0" * 60_000), content="0" * 60_000))
    file = tmp_path / "bomb.jsonl.gz"
    file.write_bytes(gzip.compress(header + text * 1000, mtime=0))
    line, why = broken(file)
    assert line < 600
    assert why == "it unpacks to more than 100 times its size"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BundleMissing, match="no such file or directory"):
        verify_bundle(tmp_path / "nothing.jsonl")


def test_a_damaged_ledger_is_not_exported(used: Ledger, tmp_path: Path) -> None:
    with by_hand(used.place, guarded=False) as connection:
        connection.execute("UPDATE payloads SET payload = flip(payload, 3) WHERE stream = 'run:2' AND number = 3")
    with pytest.raises(LedgerDamaged, match="run:2, event 3: the payload is not what was recorded"):
        exported(used, tmp_path / "out.jsonl")
    assert exported(used, tmp_path / "sound.jsonl", lambda stream: stream != "run:2").stat().st_size > 0
    assert sorted(one.name for one in tmp_path.glob("*out*")) == []


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    with written_beside(file) as write:
        write(b"first")

    def stopped() -> None:
        with written_beside(file) as write:
            write(b"second")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert file.read_bytes() == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["out.jsonl"]
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(ExportFailed, match="no such file or directory"), written_beside(tmp_path / "no" / "file"):
        pass


def test_a_run_is_exported_alone(used: Ledger, tmp_path: Path) -> None:
    with used.writing() as connection:
        write_run(connection, a_line("run:2", number=3))
    file = exported(used, tmp_path / "one.jsonl", partial(str.__eq__, "run:2"))
    assert [line["stream"] for line in lines_of(file) if line["line"] == "stream"] == ["run:2"]
    assert verify_bundle(file).holds
