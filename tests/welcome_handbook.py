"""A handbook whose procedure has every kind of step besides those of `run_handbook`, for `sop run` and the walk."""

from pathlib import Path

from run_handbook import a_handbook

MANNERS = """\
kind: guideline
id: manners
title: How we speak
owner: owner
version: "1.2"
rules:
  - {id: kind, must: Stay kind}
"""

BILLING = """\
kind: procedure
id: billing
title: Set up the billing
owner: owner
version: "1.0"
by: clerk
run_title: "Bills of {{ client }}"
inputs:
  client: {type: text, label: Client}
  day: {type: number, label: Day of the month, min: 1, max: 28, integer: true}
steps:
  - {id: account, do: Open the account}
"""

WELCOME = """\
kind: procedure
id: welcome
title: Welcome a client
owner: owner
version: "2.0"
by: clerk
run_title: "Welcome {{ client }}"
due: 10 working days after start
inputs:
  client: {type: text, label: Client}
steps:
  - id: mail
    do: Send the welcome
    due: 2 hours after start
    message: |
      Subject: Welcome, {{ client }}

      Dear {{ client }}, you can call the shop from nine to five on every day on which it is open.
    undo:
      - {id: unmail, do: Tell the client that nothing comes of it}
  - id: folder
    do: Make the folder
    expect: It is there.
    code: {lang: sh, text: "mkdir -p clients/new"}
  - id: guide
    read: manners
  - id: know
    quiz: What do you know of our clients?
    pass: 60%
    questions:
      - {id: who, ask: Who may call?, options: [Everybody, Nobody], answer: Everybody, why: They may become clients.}
      - id: when
        ask: When do we answer?
        options: [In the morning, In the afternoon, At night]
        answer: [In the morning, In the afternoon]
  - id: billing
    run: billing
    given: {client: client}
  - id: tell
    notify: [owner]
    message: "{{ client }} is set up."
  - id: visits
    for_each: visit
    do: "Note what came of the visit on {{ visit }}"
  - id: paper
    wait: for the signed paper
  - id: pause
    wait: 2 working days
"""


def a_welcoming_shop(root: Path) -> Path:
    """The shop with the procedure `welcome`, what it reads and what it runs."""
    return a_handbook(root, welcome=WELCOME, billing=BILLING, manners=MANNERS)
