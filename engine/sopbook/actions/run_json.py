"""A run for programs: part of the promise that `--json` makes."""

from datetime import datetime
from typing import Any

from sopbook.actions.run_view import RunView, StepView, value_as_json
from sopbook.plain import to_plain, written
from sopbook.runs.signing import changed_since


def as_json(view: RunView) -> dict[str, Any]:
    """A whole run."""
    run = view.run
    checklist = run.plan.checklist
    return {
        "run": run.id,
        "title": run.title,
        "procedure": checklist.procedure,
        "version": checklist.version,
        "commit": checklist.commit,
        "checklist": run.checklist,
        "phase": run.phase.value,
        "number": run.number,
        "started_at": moment(run.started_at),
        "started_by": run.initiator,
        "lead": run.lead,
        "practice": run.practice,
        "begins_on": run.begins_on.isoformat() if run.begins_on else None,
        "parent": {"run": run.parent.run, "step": run.parent.step} if run.parent else None,
        "due": moment(run.dues[None].at) if None in run.dues else None,
        "late": view.late,
        "ended_at": moment(run.ended_at),
        "inputs": {name: value_as_json(value) for name, value in run.inputs.items()},
        "closed": view.closed,
        "steps": [_step_json(step) for step in view.steps],
        "to_confirm": list(view.to_confirm),
        "deviations": [
            {"step": one.step, "kind": one.kind, "by": one.by, "at": written(one.at), "why": one.why}
            for one in run.deviations
        ],
        "signatures": [
            {
                "step": s.step,
                "by": s.by,
                "role": s.role,
                "at": written(s.at),
                "meaning": s.meaning,
                "digest": s.digest,
                "mode": s.mode,
                "changed": [{"by": c.by, "at": written(c.at), "why": c.why} for c in changed_since(run, s)],
            }
            for s in run.signatures
        ],
        "held": {"by": run.held.by, "at": written(run.held.at), "reason": run.held.reason} if run.held else None,
        "cancelled_because": run.cancelled_because or None,
        "attachments": [
            {"step": a.step, "name": a.file.name, "sha256": a.file.sha256, "size": a.file.size, "text": a.text}
            for a in run.attachments
        ],
        "summary": to_plain(run.summary) if run.summary else None,
        "notes": [{"step": n.step, "name": n.name, "at": written(n.at), "text": n.text} for n in run.notes],
    }


def _step_json(step: StepView) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "item": step.item,
        "verb": step.verb,
        "state": step.state.value,
        "why": step.why,
        "who": step.who,
        "assigned": step.assigned,
        "due": moment(step.due_at),
        "due_words": step.due,
        "late": step.late,
        "can": list(step.can),
        "values": {name: value_as_json(value) for name, value in step.given.items()},
        "attempt": step.attempt,
    }


def moment(at: datetime | None) -> str | None:
    """A moment, or nothing where there is none."""
    return written(at) if at else None
