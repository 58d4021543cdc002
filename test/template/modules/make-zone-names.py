"""Writes src/template/modules/pytz/zone-names.ts from the IANA names and abbreviations that pytz carries.

Run it with a Python that has pytz: python make-zone-names.py > ../../../src/template/modules/pytz/zone-names.ts
"""

from collections import defaultdict
from datetime import datetime

import pytz
from pytz.tzinfo import DstTzInfo

common = set(pytz.common_timezones)
groups = defaultdict(list)
for name in pytz.all_timezones:
    zone = pytz.timezone(name)
    seen = {}
    for month in range(1, 13):
        local = pytz.utc.localize(datetime(2025, month, 15)).astimezone(zone)
        seen[bool(local.dst())] = local.tzname()
    standard, daylight = seen.get(False), seen.get(True)
    key = standard if daylight is None else f"{standard} {daylight}"
    if not key[0].isalpha():
        key = ""
    mark = "" if name in common else "~"
    mark += "" if isinstance(zone, DstTzInfo) else "="
    groups[key].append(mark + name)

print(
    """/**
 * Names of the IANA time zones, by their abbreviations in standard and daylight time of today; those under '' print
 * their offset instead. `~` marks names that are kept for old uses only, `=` zones that never changed their offset.
 * Made by test/template/modules/make-zone-names.py.
 */
export const ZONE_NAMES: Readonly<Record<string, string>> = {"""
)
for key, names in sorted(groups.items()):
    print(f"  {key!r}: `")
    line = "   "
    for name in names:
        if len(line) + 1 + len(name) > 108:
            print(line)
            line = "   "
        line += " " + name
    print(line + "`,")
print("};")
