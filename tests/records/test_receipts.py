import json
from dataclasses import replace

import pytest

from records.building import LEDGER
from records.test_seals import HEADS, a_seal
from sopbook.records.receipts import NoReceipt, Receipt, proof_of, read_proof, read_receipt

RECEIPT = Receipt(ledger=LEDGER, head=HEADS[4])
LINE = f"sopbook-receipt:1:{LEDGER}:run:004:5:{HEADS[4].digest}"


def test_a_receipt_is_one_line_that_is_read_again() -> None:
    assert RECEIPT.line == LINE
    assert read_receipt(f"  {LINE}\n") == RECEIPT


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "does not begin with"),
        (LINE[1:], "does not begin with"),
        (LINE[:-1], "not complete"),
        (LINE[: LINE.rindex(":")], "not complete"),
        ("sopbook-receipt:1:", "not complete"),
        (LINE.replace(":5:", ":five:"), "not complete"),
        (LINE.replace("run:004", ""), "not complete"),
        (LINE.replace(":5:", ":0:"), "not complete"),
        (LINE.replace(":5:", ":" + "5" * 5000 + ":"), "not complete"),
        (LINE.replace("receipt:1", "receipt:2"), "newer sopbook"),
    ],
)
def test_what_is_no_receipt_is_told_with_what_to_do(text: str, why: str) -> None:
    with pytest.raises(NoReceipt, match=why) as refusal:
        read_receipt(text)
    assert "Copy the whole line" in str(refusal.value)


@pytest.mark.parametrize("index", [0, 1, 63, 64, 99])
def test_a_proof_shows_one_stream_without_the_others(index: int) -> None:
    head = HEADS[index]
    proof = proof_of(head, ledger=LEDGER, heads=HEADS, seal=a_seal())
    assert proof.holds
    assert read_proof(proof.written) == proof
    assert [other.stream for other in HEADS if other.stream in proof.written] == [head.stream]
    assert len(proof.path) <= 7


def test_a_proof_holds_for_nothing_else() -> None:
    proof = proof_of(HEADS[4], ledger=LEDGER, heads=HEADS, seal=a_seal())
    for other in (
        replace(proof, receipt=Receipt(ledger=LEDGER, head=HEADS[5])),
        replace(proof, index=5),
        replace(proof, path=proof.path[:-1]),
        replace(proof, seal=a_seal(root="0" * 64)),
        replace(proof, seal=a_seal(streams=10)),
    ):
        assert not other.holds


@pytest.mark.parametrize(
    "change",
    [
        {"receipt": "x"},
        {"receipt": 1},
        {"seal": {}},
        {"seal": None},
        {"digest": "0" * 64},
        {"index": "4"},
        {"path": 7},
        {"path": [7]},
        {"format": 2},
        {"seal": {"format": 1}},
        {"more": 1},
    ],
)
def test_what_is_no_proof_is_told(change: dict[str, object]) -> None:
    values = json.loads(proof_of(HEADS[4], ledger=LEDGER, heads=HEADS, seal=a_seal()).written)
    for text in (json.dumps(values | change), "{", "[]", "{" * 100_000):
        with pytest.raises(NoReceipt):
            read_proof(text)
