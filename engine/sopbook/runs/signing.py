"""What a signature covers: every step before it in document order with its values, and the document's fingerprint.

The digest is SHA-256 over the digests of the head and of each step, each the SHA-256 of its RFC 8785 form: so a walk
over a long checklist computes only those anew that changed.
"""

from collections.abc import Mapping
from hashlib import sha256

import rfc8785

from sopbook.documents.ids import StepId
from sopbook.plain import to_plain
from sopbook.runs.checklist import Leaf
from sopbook.runs.event import LOCAL, Deviation, Signature
from sopbook.runs.parts import PartState
from sopbook.runs.state import Run


def digest_before(run: Run, leaf: Leaf) -> str:
    """In hex, over what stands before an approval; any change of it makes the signature lapse."""
    return digests(run)[leaf.id]


def is_outdated(run: Run, leaf: Leaf) -> bool:
    """Whether something that a signature covers is not any more what was signed."""
    signed = run.part(leaf.id).signed
    return leaf.verb == "approve" and bool(signed) and signed != digest_before(run, leaf)


def changed_since(run: Run, signature: Signature) -> tuple[Deviation, ...]:
    """The amendments by which what was signed is no longer what stands there; none while the signature covers it."""
    leaf = run.plan.called(signature.step)
    if not isinstance(leaf, Leaf) or leaf.id not in run.plan.leaf_ids or not is_outdated(run, leaf):
        return ()
    return tuple(one for one in run.deviations if one.kind == AMENDMENT and one.at >= signature.at)


def vouched(signature: Signature) -> str:
    """By what we know that it was them, in a sentence that stands with every signature."""
    return MODES.get(signature.mode, f"Signed in a mode that this sopbook does not know: {signature.mode}.")


MODES = {LOCAL: "Signed in local mode: the machine vouches for the person, no password was asked."}

AMENDMENT = "amendment"
"""What it is called among the deviations that a recorded value was put right."""


def digest_of_child(run: Run, leaf: Leaf) -> str:
    """In hex, over the run that is signed to have been done well; its own record says what was done."""
    return _digest({"step": leaf.id, "child": run.part(leaf.id).child}).hex()


def digests(run: Run) -> Mapping[StepId, str]:
    """What each approval of the checklist would cover now."""
    head = {"fingerprint": run.plan.checklist.fingerprint, "inputs": to_plain(dict(run.inputs))}
    covered = sha256(_digest(head))
    found: dict[StepId, str] = {}
    for leaf in run.plan.leaves:
        if leaf.verb == "approve":
            found[leaf.id] = covered.hexdigest()
        covered.update(_digest_of(run, leaf))
    return found


def _digest_of(run: Run, leaf: Leaf) -> bytes:
    """Remembered with the state it was computed of, which is the same object as long as nothing changed."""
    state = run.part(leaf.id)
    remembered, items = run.plan.digests.get(leaf.id), run.plan.items_around(leaf.id)
    if remembered is None or remembered[0] is not state or remembered[1] != items:
        remembered = run.plan.digests[leaf.id] = (state, items, _digest(_signed(leaf, state, items)))
    return remembered[2]


def _digest(content: object) -> bytes:
    return sha256(rfc8785.dumps(content)).digest()  # type: ignore[arg-type]


def _signed(leaf: Leaf, state: PartState, items: tuple[str, ...]) -> dict[str, object]:
    return {
        "step": leaf.id,
        **({"items": list(items)} if items else {}),
        "status": state.status.value,
        "by": state.by,
        "values": to_plain(dict(state.values)),
        "chosen": state.chosen,
        "result": None if state.result is None else to_plain(dict(state.result)),
        "reason": state.reason,
        "signed": state.signed,
    }
