"""What every ledger promises, whatever database it lies in; a test of a database inherits it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from records.building import NOON, a_line, an_entry, record
from records.evidence_building import a_file, naming
from sopbook.records.append import Appended
from sopbook.records.chain import digest_of
from sopbook.records.errors import Conflict, KeyReused, LedgerDamaged, Unrecordable
from sopbook.records.evidence.references import all_by_file, forget, is_named, named_by
from sopbook.records.ledger import Ledger
from sopbook.records.projections import write_run
from sopbook.records.verify import verify


class LedgerContract:
    def test_what_is_appended_is_read_back_in_order(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "one", "two")
        record(ledger, "run:1", "three", expected=2)
        stored = ledger.read("run:1")
        assert [one.envelope.number for one in stored] == [1, 2, 3]
        assert [one.payload for one in stored] == [an_entry(note).payload for note in ("one", "two", "three")]
        assert stored[0].envelope.previous is None
        assert [one.envelope.previous for one in stored[1:]] == [one.digest for one in stored[:-1]]

    def test_the_envelope_says_who_when_and_in_which_role_but_no_name(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "a private note", key="k-1")
        envelope = ledger.read("run:1")[0].envelope
        assert (envelope.by, envelope.role, envelope.type, envelope.key) == ("anna", "lead", "noted", "k-1")
        assert (envelope.at, envelope.ledger) == ("2026-11-05T12:00:00.000000Z", ledger.id)
        assert "Anna" not in repr(envelope)
        assert "private" not in repr(envelope)

    def test_the_answer_says_where_the_events_stand(self, ledger: Ledger) -> None:
        assert record(ledger, "run:1", "one", "two") == Appended(stream="run:1", first=1, last=2)
        assert record(ledger, "run:1", "three", expected=2) == Appended(stream="run:1", first=3, last=3)

    def test_a_stream_that_is_not_there_is_empty(self, ledger: Ledger) -> None:
        assert ledger.read("run:none") == ()

    def test_it_says_how_many_events_and_which_streams_there_are(self, ledger: Ledger) -> None:
        for stream in ("run:b", "case:a", "run:a"):
            record(ledger, stream, "one", "two")
        assert ledger.count() == 6
        assert ledger.count("run:") == 4
        assert ledger.streams() == ("case:a", "run:a", "run:b")
        assert ledger.streams("run:") == ("run:a", "run:b")
        assert ledger.streams("run:%") == ()

    def test_the_second_writer_is_told(self, ledger: Ledger, another: Ledger) -> None:
        record(ledger, "run:1", "first")
        with pytest.raises(Conflict, match="you saw nothing, it has 1 event now") as told:
            record(another, "run:1", "second", key="other")
        assert (told.value.stream, told.value.expected, told.value.actual) == ("run:1", 0, 1)
        assert ledger.count() == 1

    def test_a_writer_who_saw_more_than_there_is_is_told_too(self, ledger: Ledger) -> None:
        with pytest.raises(Conflict, match="you saw 3 events, it has nothing now"):
            record(ledger, "run:1", expected=3)

    def test_an_event_cannot_be_recorded_before_the_one_before_it(self, ledger: Ledger) -> None:
        record(ledger, "run:1")
        earlier = an_entry(recorded_at=NOON - timedelta(seconds=1))
        with pytest.raises(AssertionError, match="recorded_at runs backwards at event 2"):
            record(ledger, "run:1", expected=1, events=[earlier])
        assert ledger.count() == 1

    def test_a_repeated_request_gets_its_first_answer(self, ledger: Ledger, another: Ledger) -> None:
        record(ledger, "run:1", "one", "two", key="k")
        record(ledger, "run:1", "three", expected=2)
        again = record(another, "run:1", "one", "two", key="k")
        assert again == Appended(stream="run:1", first=1, last=2, repeated=True)
        assert ledger.count() == 3

    def test_a_repeated_start_gets_the_stream_that_it_had_started(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "start", key="k")
        again = record(ledger, "run:2", "start", key="k")
        assert again == Appended(stream="run:1", first=1, last=1, repeated=True)

    def test_a_key_that_comes_with_something_else_is_refused(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "one", key="k")
        with pytest.raises(KeyReused, match="`k` of `anna` already stands for something else, recorded as event 1"):
            record(ledger, "run:1", "two", expected=1, key="k")
        assert ledger.count() == 1

    def test_a_key_that_comes_for_another_stream_is_refused(self, ledger: Ledger) -> None:
        for stream in ("run:1", "run:2"):
            record(ledger, stream, "start")
        record(ledger, "run:1", "tick", expected=1, key="k")
        with pytest.raises(KeyReused):
            record(ledger, "run:2", "tick", expected=1, key="k")

    def test_a_key_belongs_to_a_person(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "one", key="k")
        record(ledger, "run:1", "two", expected=1, key="k", by="ben")
        assert ledger.count() == 2

    def test_a_refusal_is_not_remembered(self, ledger: Ledger) -> None:
        record(ledger, "run:1", "one")
        with pytest.raises(Conflict):
            record(ledger, "run:1", "two", key="k")
        assert record(ledger, "run:1", "two", expected=1, key="k").repeated is False

    def test_of_writers_at_the_same_time_one_wins(self, ledger: Ledger, another: Ledger) -> None:
        told = at_once(
            partial(record, ledger, "run:1", "mine", key="a"),
            partial(record, another, "run:1", "yours", key="b"),
        )
        assert sorted(type(one).__name__ for one in told) == ["Appended", "Conflict"]
        assert ledger.count() == 1

    def test_the_same_request_at_the_same_time_is_recorded_once(self, ledger: Ledger, another: Ledger) -> None:
        told = at_once(
            partial(record, ledger, "run:1", "start", key="k"),
            partial(record, another, "run:2", "start", key="k"),
        )
        assert sorted(one.repeated for one in told) == [False, True]
        assert told[0].stream == told[1].stream
        assert ledger.count() == 1

    def test_the_same_key_for_something_else_at_the_same_time_is_refused(self, ledger: Ledger, another: Ledger) -> None:
        told = at_once(
            partial(record, ledger, "run:1", "mine", key="k"),
            partial(record, another, "run:2", "yours", key="k"),
        )
        assert sorted(type(one).__name__ for one in told) == ["Appended", "KeyReused"]
        assert ledger.count() == 1

    def test_all_of_an_append_is_recorded_or_nothing(self, ledger: Ledger) -> None:
        text = b"a checklist"

        def fail(_connection: object) -> None:
            raise RuntimeError("the projector has a bug")

        with pytest.raises(RuntimeError):
            record(ledger, "run:1", key="k", texts={digest_of(text): text}, project=fail)
        assert ledger.count() == 0
        with pytest.raises(LedgerDamaged, match="it is missing"):
            ledger.read_text(digest_of(text))
        assert record(ledger, "run:1", key="k").repeated is False

    def test_a_text_is_kept_once_by_its_digest(self, ledger: Ledger) -> None:
        text = "a checklist – exactly these bytes".encode()
        for stream in ("run:1", "run:2"):
            record(ledger, stream, texts={digest_of(text): text})
        assert ledger.read_text(digest_of(text)) == text

    def test_a_text_under_a_wrong_digest_is_our_bug(self, ledger: Ledger) -> None:
        with pytest.raises(AssertionError):
            record(ledger, "run:1", texts={"0" * 64: b"a checklist"})

    @pytest.mark.parametrize("what", ["by", "key", "content"])
    def test_text_that_is_not_unicode_is_refused(self, ledger: Ledger, what: str) -> None:
        with pytest.raises(Unrecordable, match="not valid Unicode"):
            record(ledger, "run:1", **{what: "Ann\udce9"})
        assert ledger.count() == 0

    def test_the_list_of_runs_is_newest_first_in_pages(self, ledger: Ledger) -> None:
        for number in range(5):
            line = a_line(f"run:{number}", started_at=NOON + timedelta(hours=number // 2))
            list_run(ledger, line)
        first = ledger.runs(limit=2)
        second = ledger.runs(limit=2, before=first[-1])
        third = ledger.runs(limit=2, before=second[-1])
        assert streams_of(first + second + third) == ["run:4", "run:3", "run:2", "run:1", "run:0"]
        assert ledger.runs(before=third[-1]) == ()

    def test_the_list_of_runs_can_be_narrowed(self, ledger: Ledger) -> None:
        list_run(ledger, a_line("run:1", phase="open"))
        list_run(ledger, a_line("run:2", phase="completed", procedure="invoicing"))
        list_run(ledger, a_line("run:3", phase="on_hold", procedure="invoicing"))
        assert streams_of(ledger.runs(phases=("open", "on_hold"))) == ["run:3", "run:1"]
        assert streams_of(ledger.runs(procedure="invoicing")) == ["run:3", "run:2"]
        assert streams_of(ledger.runs(procedure="invoicing", phases=["completed"])) == ["run:2"]

    def test_a_runs_line_is_replaced_by_its_next_one(self, ledger: Ledger) -> None:
        list_run(ledger, a_line(phase="open", number=1))
        closed = a_line(phase="completed", number=2, done=7, ended_at=NOON + timedelta(hours=1))
        record(ledger, "run:1", expected=1, project=partial(write_run, line=closed))
        assert ledger.runs() == (closed,)
        assert ledger.run("run:1") == closed
        assert ledger.run("run:2") is None

    def test_a_repeat_leaves_the_line_alone(self, ledger: Ledger) -> None:
        list_run(ledger, a_line(done=1))
        list_run(ledger, a_line(done=5))
        assert [line.done for line in ledger.runs()] == [1]

    def test_it_is_the_same_ledger_when_opened_again(self, ledger: Ledger, another: Ledger) -> None:
        record(ledger, "run:1", "one")
        assert (another.id, another.handbook) == (ledger.id, "acme")
        assert another.read("run:1") == ledger.read("run:1")

    def test_it_knows_which_files_its_events_name(self, ledger: Ledger) -> None:
        large = a_file(name="large.mov") | {"size": 5_000_000_000}
        record(ledger, "run:2", events=[naming(a_file(), large), naming(a_file(name="Über.jpg"))])
        record(ledger, "run:1", events=[naming(a_file())])
        with ledger.reading() as connection:
            assert [(one.number, one.name) for one in named_by(connection, "run:2")] == [
                (1, "large.mov"),
                (1, "photo.jpg"),
                (2, "Über.jpg"),
            ]
            assert [(one.stream, one.size) for one in all_by_file(connection)][-1] == ("run:2", 5_000_000_000)
            assert len(list(all_by_file(connection))) == 4
        assert verify(ledger).findings == verify(ledger, only=["run:1", "run:2"]).findings == ()
        with ledger.writing() as connection:
            forget(connection, "run:2")
            assert is_named(connection, a_file()["sha256"])
            forget(connection, "run:1")
            assert not is_named(connection, a_file()["sha256"])
        assert [finding.number for finding in verify(ledger).findings] == [1, 1, 1, 2]

    def test_a_ledger_that_was_used_verifies(self, ledger: Ledger) -> None:
        text = b"a checklist"
        line = a_line(checklist=digest_of(text), number=2)
        record(ledger, "run:1", "one", "two", texts={digest_of(text): text}, project=partial(write_run, line=line))
        record(ledger, "case:1", "one")
        found = verify(ledger)
        assert (found.streams, found.events, found.findings) == (2, 3, ())


def list_run(ledger: Ledger, line: Any) -> None:
    record(ledger, line.stream, project=partial(write_run, line=line))


def streams_of(lines: Iterable[Any]) -> list[str]:
    return [line.stream for line in lines]


def at_once(*calls: Any) -> list[Any]:
    """What the calls answer or raise when they are made at the same moment."""
    barrier, told = Barrier(len(calls)), []

    def make(call: Any) -> None:
        barrier.wait()
        try:
            told.append(call())
        except (Conflict, KeyReused) as refusal:
            told.append(refusal)

    threads = [Thread(target=make, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
