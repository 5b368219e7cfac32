"""What a signature says of itself."""

from dataclasses import replace

from runs_builders import NOON, Play, approve, do
from sopbook.plain import from_plain, to_plain
from sopbook.runs import commands as cmd
from sopbook.runs import events as ev
from sopbook.runs.signing import vouched


def signed() -> Play:
    play = Play(do("first"), approve("sign")).start()
    play.act(cmd.Complete(step="first"))
    play.act(cmd.Approve(step="sign"), by="tomas")
    return play


def test_a_signature_says_that_no_password_was_asked() -> None:
    (signature,) = signed().run.signatures
    assert signature.mode == "local"
    assert vouched(signature) == "Signed in local mode: the machine vouches for the person, no password was asked."


def test_a_mode_that_is_not_known_is_told_as_it_stands() -> None:
    (signature,) = signed().run.signatures
    assert vouched(replace(signature, mode="by fax")).endswith("a mode that this sopbook does not know: by fax.")


def test_what_was_signed_before_modes_were_recorded_was_signed_in_local_mode() -> None:
    approved = ev.Approved(
        by="ines", name="Ines", role=None, at=NOON, recorded_at=NOON, step="sign", meaning="It is right", digest="d"
    )
    stored = to_plain(approved)
    del stored["mode"]
    assert from_plain(ev.Approved, stored) == approved
