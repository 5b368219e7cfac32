"""`sop seal` and `sop verify` with git beside them, as people use them."""

import json
import subprocess
from pathlib import Path

import pytest

from run_handbook import RECEIPT, a_handbook, a_run, done, sop


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A handbook in a repository with a commit and a remote."""
    root = a_handbook(tmp_path / "shop")
    git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("records.sqlite3*\n", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(root, "remote", "add", "origin", "../remote.git")
    return root


def said(root: Path, *words: str | Path, code: int = 0) -> str:
    result = sop(root, *words)
    assert result.exit_code == code, result.output
    return result.stdout


def refused(root: Path, *words: str | Path, **environ: str) -> str:
    result = sop(root, *words, **environ)
    assert (result.exit_code, result.stdout) == (3, ""), result.output
    return result.stderr


def findings(root: Path, *words: str | Path) -> list[str]:
    """What does not hold."""
    result = sop(root, "verify", "--json", *words)
    answer = json.loads(result.stdout)
    found = answer["findings"] if isinstance(answer, dict) else [what for one in answer for what in one["findings"]]
    assert result.exit_code == (1 if found else 0)
    return [one["what"] for one in found]


def removed(root: Path, run: str) -> None:
    """A run is removed with every trace of it, by somebody who knows how."""
    from records.attackers import tables_with
    from records.building import by_hand

    with by_hand(str(root / "records.sqlite3"), guarded=False) as db:
        for table in tables_with(db, "stream"):
            db.execute(f"DELETE FROM {table} WHERE stream = 'run:{run}'")


def test_sealing_says_what_was_sealed_and_where(shop: Path) -> None:
    a_run(shop, RECEIPT)
    status = git(shop, "status", "--porcelain=v2", "--branch")
    lines = said(shop, "seal").split("\n")
    assert lines[0] == "● Sealed: seal 1, 2 events in 1 run."
    assert lines[2] == f"  On the branch sop-seals in {shop}. `sop seal --push` lets others witness it."
    assert said(shop, "seal").startswith("● Nothing was recorded since the last seal: seal 1, 2 events in 1 run.")
    assert git(shop, "status", "--porcelain=v2", "--branch") == status
    assert git(shop, "rev-list", "--count", "sop-seals") == "1"


def test_verify_says_what_is_not_sealed_and_what_is_not_witnessed(shop: Path) -> None:
    run = a_run(shop)
    assert f"Nothing is sealed. There is no branch sop-seals in {shop}: run `sop seal`." in said(shop, "verify")
    done(shop, "seal")
    a_run(shop)
    told = said(shop, "verify")
    assert "is the last one: 1 event in 1 run is not sealed yet." in told
    assert "No seal has been witnessed elsewhere yet: `sop seal --push` sends them." in told
    assert "Pushed to origin: it is witnessed there." in said(shop, "seal", "--push")
    done(shop, "run", "note", run, "hello")
    done(shop, "seal")
    told = said(shop, "verify")
    assert "Seal 3 of " in told
    assert "Witnessed elsewhere up to seal 2: 1 event in 1 run is not witnessed yet." in told
    answer = json.loads(said(shop, "verify", "--json"))
    assert (answer["seal"]["number"], answer["witnessed"]["number"]) == (3, 2)
    assert (answer["not_sealed"]["events"], answer["not_witnessed"]["events"]) == (0, 1)


def test_a_run_that_vanished_is_found_by_the_seal_and_nobody_seals_over_it(shop: Path) -> None:
    run = a_run(shop, RECEIPT)
    a_run(shop)
    done(shop, "seal")
    removed(shop, run)
    assert findings(shop) == ["the whole stream is missing; seal 1 has it with 2 events"]
    assert findings(shop, "--since", "1") == ["the whole stream is missing; seal 1 has it with 2 events"]
    assert f"not what seal 1 says: run:{run} up to event 2. Nothing was sealed." in refused(shop, "seal")


@pytest.mark.slow
def test_since_a_seal_only_what_was_added_to_is_recomputed(shop: Path) -> None:
    run, other = a_run(shop), a_run(shop)
    first = done(shop, "seal")
    done(shop, "run", "note", run, "hello")
    done(shop, "seal")
    done(shop, "run", "note", run, "again")
    for since in ("1", first["digest"][:8], first["commit"][:8]):
        answer = json.loads(said(shop, "verify", "--json", "--since", since))
        assert (answer["streams"], answer["events"], answer["not_sealed"]["events"]) == (1, 3, 1)
    a_run(shop)
    done(shop, "seal")
    answer = json.loads(said(shop, "verify", "--json", "--since", "1"))
    assert (answer["streams"], answer["events"]) == (2, 4)  # a run that is newer than the seal is looked at, too
    removed(shop, other)
    assert findings(shop, "--since", "2") == ["the whole stream is missing; seal 2 has it with 1 event"]
    assert "There is no seal `9` on the branch sop-seals." in refused(shop, "verify", "--since", "9")


def test_a_receipt_is_checked_years_later(shop: Path, tmp_path: Path) -> None:
    run = a_run(shop, RECEIPT)
    other = a_run(shop)
    receipts = [said(shop, "seal", "--receipt", one) for one in (run, other)]
    (tmp_path / "receipts.txt").write_text("".join(receipts), encoding="utf-8")
    done(shop, "run", "note", run, "hello")
    assert said(shop, "verify", "--receipt", receipts[0]) == (
        f"● run:{run}: the first 2 events are as the receipt says.\n"
    )
    assert said(shop, "verify", "--receipt", tmp_path / "receipts.txt").count("●") == 2
    removed(shop, run)
    assert findings(shop, "--receipt", receipts[0]) == ["the whole stream is missing; the receipt has it with 2 events"]
    assert len(findings(shop, "--receipt", tmp_path / "receipts.txt")) == 1


@pytest.mark.slow
def test_a_receipt_that_does_not_fit_is_told(shop: Path) -> None:
    run = a_run(shop, RECEIPT)
    receipt = said(shop, "seal", "--receipt", run).strip()
    ledger = receipt.split(":")[2]
    other = receipt.replace(ledger, "another")
    assert findings(shop, "--receipt", other) == ["the receipt names another ledger"]
    assert "the receipt is of another ledger, another" in findings(shop, "--receipt", other.replace(run, "x"))[0]
    changed = receipt[:-4] + ("0000" if receipt[-4:] != "0000" else "1111")
    assert findings(shop, "--receipt", changed) == [
        "this event, or one of those up to 2, is not the one that the receipt names"
    ]
    longer = receipt.replace(":2:", ":3:")
    assert findings(shop, "--receipt", longer) == ["the stream was cut off here; the receipt has it with 3 events"]
    assert "no file of this name can be read" in refused(shop, "verify", "--receipt", "nowhere.txt")


def test_a_proof_shows_one_run_without_the_others(shop: Path, tmp_path: Path) -> None:
    run, other = a_run(shop, RECEIPT), a_run(shop)
    assert f"`run:{run}` is in no seal yet" in refused(shop, "seal", "--proof", run)
    done(shop, "seal")
    proof = tmp_path / "proof.json"
    proof.write_text(said(shop, "seal", "--proof", run), encoding="utf-8")
    assert other not in proof.read_text(encoding="utf-8")
    a_run(shop)
    done(shop, "seal")
    assert said(shop, "verify", "--receipt", proof).endswith("are as the receipt says, and stand in seal 1.\n")
    git(shop, "branch", "-D", "sop-seals")
    assert "seal 1 of the proof cannot be confirmed: it is not on the branch" in findings(shop, "--receipt", proof)[0]
    values = json.loads(proof.read_text(encoding="utf-8"))
    proof.write_text(json.dumps(values | {"index": 1 - values["index"]}), encoding="utf-8")
    assert "the proof does not lead from the receipt to the seal" in findings(shop, "--receipt", proof)[0]


@pytest.mark.slow
def test_a_fresh_clone_goes_on_where_the_others_are(shop: Path, tmp_path: Path) -> None:
    a_run(shop)
    first = done(shop, "seal", "--push")
    git(tmp_path, "clone", "-q", "remote.git", "clone")
    elsewhere = {"SOP_SEALS": str(tmp_path / "clone")}
    assert sop(shop, "verify", **elsewhere).stdout.count("all is witnessed") == 1
    a_run(shop)
    assert "Sealed: seal 2" in sop(shop, "seal", **elsewhere).stdout
    assert git(tmp_path / "clone", "rev-parse", "sop-seals~1") == first["commit"]
    assert git(shop, "rev-parse", "sop-seals") == first["commit"]


@pytest.mark.slow
def test_two_machines_that_seal_at_once_end_up_one_behind_the_other(shop: Path, tmp_path: Path) -> None:
    """Both had sealed before they saw each other: the one that pushes last keeps its own line beside."""
    a_run(shop)
    git(tmp_path, "init", "-q", "other")
    git(tmp_path / "other", "remote", "add", "origin", "../remote.git")
    elsewhere = {"SOP_SEALS": str(tmp_path / "other")}
    mine = done(shop, "seal")
    a_run(shop)
    assert "Pushed to origin" in sop(shop, "seal", "--push", **elsewhere).stdout
    a_run(shop)
    pushed = said(shop, "seal", "--push")
    assert pushed.startswith("● Sealed: seal 2, 3 events in 3 runs.")
    assert f"! origin had other seals. Those made here are kept as sop-seals-{mine['commit'][:12]}." in pushed
    assert git(shop, "rev-parse", f"sop-seals-{mine['commit'][:12]}") == mine["commit"]
    assert findings(shop) == []
    assert "Nothing was recorded since the last seal: seal 2" in sop(shop, "seal", "--push", **elsewhere).stdout


def test_whoever_is_overtaken_by_another_process_begins_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sopbook.workspace.git import seals

    a_run(shop)
    write, overtaken = seals.write, []

    def overtake(root: Path, *files: object, **how: object) -> str:
        if not overtaken:
            overtaken.append(None)
            done(shop, "seal")
            a_run(shop)
        return write(root, *files, **how)

    monkeypatch.setattr(seals, "write", overtake)
    assert done(shop, "seal")["number"] == 2
    assert git(shop, "rev-list", "--count", "sop-seals") == "2"


@pytest.mark.slow
def test_whoever_is_overtaken_while_pushing_begins_again(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sopbook.workspace.git import remotes

    a_run(shop)
    git(tmp_path, "init", "-q", "other")
    git(tmp_path / "other", "remote", "add", "origin", "../remote.git")
    push, overtaken = remotes.push, []

    def overtake(root: Path, remote: str) -> bool:
        if root == shop and not overtaken:
            overtaken.append(sop(shop, "seal", "--push", SOP_SEALS=str(tmp_path / "other")).exit_code)
        return push(root, remote)

    monkeypatch.setattr(remotes, "push", overtake)
    answer = json.loads(said(shop, "seal", "--push", "--json"))
    assert (overtaken, answer["kept"], answer["number"]) == ([0], None, 1)
    assert git(shop, "rev-parse", "sop-seals") == git(tmp_path / "remote.git", "rev-parse", "sop-seals")


@pytest.mark.slow
def test_the_seals_of_another_ledger_are_not_sealed_over(shop: Path) -> None:
    run = a_run(shop)
    done(shop, "seal")
    (shop / "records.sqlite3").rename(shop / "old.sqlite3")
    a_run(shop)
    assert "holds seals of another ledger" in refused(shop, "seal")
    (found,) = findings(shop)
    assert found.startswith("seal 1: it is a seal of another ledger")
    assert run not in found


def test_it_is_refused_in_words_where_nothing_can_be_sealed(shop: Path, tmp_path: Path) -> None:
    run = a_run(shop)
    plain = a_handbook(tmp_path / "plain")
    a_run(plain)
    assert "The handbook is in no git repository, so nothing can be sealed." in refused(plain, "seal")
    assert "There is no git program here" in refused(shop, "seal", PATH="/nowhere")
    assert "There is no git program here" in sop(shop, "verify", PATH="/nowhere").stdout
    git(shop, "remote", "remove", "origin")
    assert "has no remote, so seals cannot leave this machine." in refused(shop, "seal", "--push")
    git(shop, "branch", "sop-seals")
    assert "cannot be read: the commit holds other files than a seal's. Nothing was sealed" in refused(shop, "seal")
    git(shop, "checkout", "-q", "sop-seals")
    assert "is checked out in" in refused(shop, "seal")
    assert sop(shop, "seal", "--push", "--proof", run).exit_code == 2


def test_a_remote_that_does_not_answer_stops_no_seal(shop: Path) -> None:
    a_run(shop)
    git(shop, "remote", "set-url", "origin", "/nowhere.git")
    told = refused(shop, "seal", "--push")
    assert told.startswith("sop: Seal 1 is made and not sent, so nobody has witnessed it. origin could not be asked")
    assert "Seal 1 of " in said(shop, "verify")


@pytest.mark.slow
def test_seals_that_gave_way_to_others_still_bind(shop: Path, tmp_path: Path) -> None:
    run = a_run(shop, RECEIPT)
    done(shop, "seal")
    removed(shop, run)
    a_run(shop)
    git(tmp_path, "init", "-q", "other")
    git(tmp_path / "other", "remote", "add", "origin", "../remote.git")
    assert sop(shop, "seal", "--push", SOP_SEALS=str(tmp_path / "other")).exit_code == 0
    assert "Those made here are kept as" in said(shop, "seal", "--push")
    assert findings(shop) == ["the whole stream is missing; seal 1 has it with 2 events"]


def test_a_machine_that_is_nobodys_seals_too(shop: Path) -> None:
    a_run(shop)
    result = sop(shop, "seal", "--json", person="")
    assert json.loads(result.stdout)["by"] == "engine"
    assert "`nobody` is not in the team register" in refused(shop, "seal", "--as", "nobody")
