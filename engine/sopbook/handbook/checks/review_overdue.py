"""SOP247: the review of a document is overdue.

`review: every 6 months` counts from the day in `effective`. When the time is over, somebody who does the work reads the
document, mends what no longer holds, and gives it a new `effective` day; the owner's role answers for that. A document
without `effective` has no day to count from and is not reported.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sopbook.handbook.book import Handbook
from sopbook.handbook.time_texts import interval_at
from sopbook.source.diagnostic import Diagnostic, Severity, warning
from sopbook.timing.months import months_later
from sopbook.timing.schedule_parts import Every, Interval
from sopbook.timing.spoken import spoken_day

CODE = "SOP247"
SEVERITY = Severity.WARNING

IN_DAYS = {Every.DAY: 1, Every.WEEK: 7}
IN_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def check(book: Handbook, today: date) -> Iterator[Diagnostic]:
    """Compare the day of the next review with today, for every live document that has one."""
    for document in book.live():
        interval = interval_at(document, book, "review")
        if interval and document.effective and (due := review_due(document.effective, interval)) < today:
            message = f"the review was due on {spoken_day(due)}"
            hint = "look whether all of it still holds, and write the day of the review as `effective`"
            yield warning(CODE, message, at=document.where("review"), hint=hint)


def review_due(last: date, interval: Interval) -> date:
    """The day on which the next review is due."""
    if days := IN_DAYS.get(interval.unit):
        return last + timedelta(days=days * interval.amount)
    return months_later(last, IN_MONTHS[interval.unit] * interval.amount)
