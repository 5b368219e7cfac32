"""Working time: what durations mean on a calendar, when things are due, and when they come round again.

A text becomes a value (`durations`, `due`, `schedule`), a value and a `Calendar` give moments (`working_time`,
`recurrence`), and every moment brings an `Explanation` of itself. Nothing here knows the present: whoever asks says
from when. Moments come in with any offset and go out in UTC, because Python compares two times of one zone by their
clock faces, which is wrong in the hour that comes twice; days and sentences are those of the calendar's zone.
"""
