"""What a signature covers: every step before it in document order with its values, and the document's fingerprint."""

from hashlib import sha256

import rfc8785

from sopbook.plain import to_plain
from sopbook.runs.checklist import Leaf
from sopbook.runs.state import Run


def digest_before(run: Run, leaf: Leaf) -> str:
    """SHA-256 in hex over what stands before an approval; any change of it makes the signature lapse."""
    covered = [_signed(run, one) for one in run.plan.leaves_before(leaf.id)]
    content = {"fingerprint": run.plan.checklist.fingerprint, "inputs": to_plain(dict(run.inputs)), "steps": covered}
    return sha256(rfc8785.dumps(content)).hexdigest()


def _signed(run: Run, leaf: Leaf) -> dict[str, object]:
    state = run.part(leaf.id)
    return {
        "step": leaf.id,
        "status": state.status.value,
        "by": state.by,
        "values": to_plain(dict(state.values)),
        "chosen": state.chosen,
        "result": None if state.result is None else to_plain(dict(state.result)),
        "reason": state.reason,
        "signed": state.signed,
    }
