"""Calendars and moments for tests of working time, and strategies for them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sopbook.timing.calendar import Calendar, Hours
from sopbook.timing.durations import CAN_BE_WORKING, Duration, Unit

LISBON = ZoneInfo("Europe/Lisbon")
ZONES = ("Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")
HOLIDAYS = {
    date(2026, 1, 1): "New Year",
    date(2026, 4, 3): "Good Friday",
    date(2026, 12, 25): "Christmas Day",
}


def a_calendar(zone: str = "Europe/Lisbon", **changed: object) -> Calendar:
    """Monday to Friday, 09:00-17:00, with three holidays in 2026."""
    return Calendar(**{"zone": ZoneInfo(zone), "holidays": HOLIDAYS} | changed)  # type: ignore[arg-type]


def moment(text: str, zone: ZoneInfo = LISBON) -> datetime:
    """`2026-01-05 09:00` on the wall, as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def on_the_wall(at: datetime, zone: ZoneInfo = LISBON) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def durations(units: tuple[Unit, ...] = tuple(Unit), *, working: bool | None = None) -> st.SearchStrategy[Duration]:
    def build(amount: int, unit: Unit, wanted: bool) -> Duration:
        return Duration(amount, unit, unit in CAN_BE_WORKING and (wanted if working is None else working))

    return st.builds(build, st.integers(1, 60), st.sampled_from(units), st.booleans())


_DAYS = st.dates(date(2010, 1, 1), date(2032, 12, 31))
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2032, 12, 31), timezones=st.just(UTC)) | st.builds(
    lambda year, days, minutes: datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=days, minutes=minutes),
    st.integers(2010, 2032),
    st.integers(-3, 3),
    st.integers(0, 1439),
)
HOURS = st.sampled_from(
    [Hours(time(9), time(17)), Hours(time(0), time(0)), Hours(time(1, 30), time(2, 15)), Hours(time(23), time(0))]
)


def calendars() -> st.SearchStrategy[Calendar]:
    return st.builds(
        Calendar,
        zone=st.sampled_from(ZONES).map(ZoneInfo),
        working_days=st.frozensets(st.integers(0, 6), min_size=1),
        working_hours=HOURS,
        holidays=st.dictionaries(
            _DAYS | st.dates(date(2011, 12, 24), date(2012, 1, 6)), st.just("Holiday"), max_size=8
        ),
    )
