from pathlib import Path

from run_handbook import a_handbook, done, sop

PARENT = """\
kind: procedure
id: parent
title: Parent
owner: owner
version: "1.0"
steps:
  - {id: begin, do: Begin}
  - {id: hand-on, run: child}
"""
CHILD = """\
kind: procedure
id: child
title: Child
owner: owner
version: "1.0"
steps: [{id: work, do: Work}]
"""


def test_a_run_that_cannot_be_started_yet_says_why_and_starts_once_the_handbook_is_mended(tmp_path: Path) -> None:
    root = a_handbook(tmp_path / "shop", parent=PARENT, child=CHILD)
    child = root / "sops" / "child.yml"
    run = str(done(root, "run", "start", "parent")["run"])
    child.write_text(CHILD.replace("owner: owner", "owner: nobody"))
    said = sop(root, "run", "do", run, "begin").stdout
    why = "Something waits, and is tried again by whoever opens this run. The handbook has an error"
    assert why in " ".join(said.split())
    assert why in " ".join(sop(root, "run", "show", run).stdout.split())
    child.write_text(CHILD)
    assert "Something waits" not in sop(root, "run", "show", run).stdout
    assert [line["procedure"] for line in done(root, "run", "list")] == ["child", "parent"]
