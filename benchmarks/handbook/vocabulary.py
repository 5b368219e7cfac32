"""The words that made-up documents are put together from; nothing here has a meaning beyond being plausible."""

TRADES = (
    "sales", "support", "design", "content", "finance", "hiring", "delivery", "hosting", "legal", "research",
    "training", "purchasing", "marketing", "payroll", "quality", "security", "translation", "analytics", "events",
    "logistics",
)  # fmt: skip
PLACES = ("lisbon", "tartu", "gent", "porto", "krakow", "turku", "graz", "malmo", "bari", "cork", "brno", "lyon")
FIRST_NAMES = ("Ines", "Tomas", "Petra", "Lea", "Jonas", "Amira", "Niko", "Marek", "Sofia", "Emil", "Clara", "Pavel")
LAST_NAMES = ("Duarte", "Novak", "Lindqvist", "Horvat", "Fontaine", "Weber", "Haddad", "Laine", "Costa", "Berger")

ACTS = (
    "Prepare", "Review", "Renew", "Collect", "Publish", "Archive", "Compare", "Order", "Repair", "Forward", "Close",
    "Open", "Correct", "Plan", "Count", "Translate", "Measure", "Deliver", "Register", "Return", "Price", "Test",
)  # fmt: skip
THINGS = (
    "the monthly report", "a client request", "the supplier contract", "the price list", "the access list",
    "the photo archive", "an overdue invoice", "the staging site", "the campaign brief", "the shared inbox",
    "the test devices", "the translation file", "the order history", "the meeting notes", "the backup",
    "the time sheets", "the style guide", "the landing page", "the delivery note", "the training plan",
)  # fmt: skip
FIRST_STEPS = (
    "File the signed order", "Read the last three messages", "Copy the template into the folder", "Write the brief",
    "Collect the open questions", "Name the people who take part", "Look up what was agreed last time",
    "Put the dates into the calendar",
)  # fmt: skip
WORK_STEPS = (
    "Write the first draft", "Compare the figures with the ledger", "Update the board", "Answer the open questions",
    "Send the draft to a colleague", "Enter the corrections", "Export the list", "Attach the photographs",
    "Call the contact person", "Restore the copy on staging", "Ask for the missing numbers", "Mark what has changed",
)  # fmt: skip
LAST_STEPS = (
    "File the result", "Tell everybody who waits for it", "Thank the people who helped", "Close the card on the board",
    "Note what took longer than planned", "Remove what is no longer needed",
)  # fmt: skip
JUDGED = (
    "The brief names one goal, one budget and one decision maker", "Every figure can be found in the ledger",
    "The draft has no spelling errors", "A colleague understands it without explanation",
    "The links lead where they say", "The total agrees with the order", "Nothing confidential is left in the file",
)  # fmt: skip
SENTENCES = (
    "Keep it to one page; what does not fit is a detail and belongs on the board.",
    "Write down what was said in the words of the person who said it.",
    "A number without its source is an opinion, so name the source beside it.",
    "Ask early: a question on the first day costs a minute, on the last day it costs the day.",
    "Use the template as it is and propose a change to it afterwards.",
    "When two people have touched the same file, compare both before you go on.",
    "The client sees the result and never the struggle; keep notes in our own folder.",
    "Look at the screen as if you saw it for the first time, on a telephone.",
    "Leave the folder in a state in which a colleague can go on tomorrow.",
    "A date that is promised is written into the calendar at once.",
    "Say what you need, by when, and what happens without it.",
    "Nothing is deleted before the copy has been opened once.",
    "If something looks wrong, it is cheaper to stop than to mend it later.",
    "Round at the end and nowhere before.",
)
CALLOUTS = (
    "Look for both signatures and both dates; an order that only we have signed is an offer.",
    "The export leaves out drafts. Count them by hand.",
    "The old address still works and reaches nobody.",
    "Somebody else may have the file open; look at its top line first.",
)
DUTIES = (
    ("no-passwords", "must_not", "Take a password by e-mail or chat, even when it is offered"),
    ("one-voice", "must", "Let one person write to the client until the work is approved"),
    ("write-down", "must", "Write down on the same day what was agreed"),
    ("plain-words", "should", "Use the words of the reader instead of our own"),
    ("no-promises", "must_not", "Promise a date that nobody has confirmed"),
    ("own-notes", "may", "Keep notes of your own as long as the result stands in the folder"),
    ("two-eyes", "must", "Show every figure to a second person before it leaves the house"),
    ("no-blame", "should_not", "Name a colleague in a message about a mistake"),
)
REASONS = (
    "What is not written down is remembered differently by everybody.",
    "Half of all complaints of the past year began here.",
    "It costs a minute now and an afternoon later.",
    "A client forgives a late answer more easily than a wrong one.",
)
CRITERIA = (
    ("spelling", "No spelling or grammar errors", "errors per 1,000 words", "<= 1"),
    ("sources", "Every figure names its source", "figures without a source", "= 0"),
    ("complete", "Everything that was ordered is there", "", ""),
    ("readable", "A colleague understands it in five minutes", "minutes", "<= 5"),
)
TERMS = (
    ("brief", "One page that says what is wanted, what it may cost and who decides.", "order sheet"),
    ("board", "The list of open work that everybody sees.", "task list"),
    ("draft", "A result that nobody outside may see yet.", "sketch"),
)
