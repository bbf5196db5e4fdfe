"""The two days: what happens when, what to cut, and the sheets, calendar and clock made of it.

`plan` reads ``book/agenda.yml``, the only file with a time; `timetable` puts it on the wall clock; `cuts` says what to
leave out when a day runs late; `sheets`, `calendar` and `presenter` are what trainers take with them.
"""
