"""Prints cases for agate.test.ts: templates over the tables below, and what dbt's agate tables make of them.

Run it where dbt is installed: python make-cases.py > cases.json && npx prettier --write cases.json
A case is [template, text and what was printed]. The tables are those of agate.test.ts.
"""

import contextlib
import datetime
import io
import json
import re
from decimal import Decimal as D

from dbt_common.clients.agate_helper import table_from_data_flat
from jinja2.sandbox import SandboxedEnvironment

UTC = datetime.timezone.utc


def table(names, rows):
    return table_from_data_flat([dict(zip(names, row)) for row in rows], names)


day = datetime.date(2024, 1, 2)
t = table(
    "abcdef",
    [
        [1, "x", D("2.50"), None, True, day],
        [2, "y", D("3.00"), 4, False, None],
        [2, "y" * 30, D("1000.5"), 4, None, None],
    ],
)
w = table(
    ["f", "ts", "tz", "s", "raw"],
    [
        [1.0, datetime.datetime(2024, 1, 2, 3, 4, 5, 600000), datetime.datetime(2024, 1, 2, tzinfo=UTC), '{"a": [1]}', b"a\x01"],
        [-1234567.12345, None, None, None, None],
        [1e20, datetime.datetime(2024, 1, 1), None, 'q,"r', None],
    ],
)
long = table(["n"], [[number] for number in range(25)])
wide = table("abcdefgh", [list(range(8))])
empty = table([], [])
nulls = table("ab", [[None, "x"], [3, None], [1, "x"]])
scope = {"t": t, "w": w, "long": long, "wide": wide, "empty": empty, "nulls": nulls, "dict": dict, "zip": zip}

EXPRESSIONS = """
t.columns | length
t.rows | length
t | length
t.column_names
t.columns[0].values()
t.columns['b'].values()
t.columns[2].values()
t.columns[-1].values()
t.columns.a.values()
t.rows[0][0]
t.rows[1]['b']
t.rows[0].b
t.rows[-1].a
t.rows[0].values()
t.rows[0].keys()
t.rows[0].items()
t.rows[0].dict() | list
t.rows[0].get('a')
t.rows[0].get('zz', 'none')
t.rows[0].get('zz')
t.rows[0]['zz'] is defined
t.rows[0].zz is defined
t.rows[9] is defined
t.columns['zz'] is defined
t.columns.get('b').values() | join(',')
t.columns.keys()
t.columns.get('zz')
t.columns[0].name
t.columns['c'].index
t.columns[0].values_distinct() | list
t.columns['a'].values_sorted()
t.columns['d'].values_without_nulls()
t.columns['d'].values_without_nulls_sorted()
t.columns['a'].count(2)
t.columns[0] | list
t.columns[0]
t.columns['b']
t.rows[0]
t.rows
t.columns
t.rows[0] | length
t.columns[0].values() | sum
t.columns['c'].values() | sum
t.columns['c'].values() | max
t.columns[0].values() == (1, 2, 2)
1 in t.columns[0].values()
'a' in t.column_names
t.column_types | length
dict(zip(t.column_names, t.rows[0]))
t.rename(column_names={'a': 'aa'}).column_names
t.rename({'a': 'My Col'}, slug_columns=true).column_names
t.rename(['q', 'w', 'e', 'r', 't', 'y']).column_names
t.select(['b', 'a']).column_names
t.select('a').rows[0]
t.select(['b', 'a']).rows[0]
t.exclude(['b']).column_names
t.exclude('b').rows[0]
t.order_by('a', reverse=true).rows[0][0]
t.order_by('c').columns['c'].values()
t.order_by(['a', 'c']).rows[0]
t.order_by('d').columns['d'].values()
t.order_by('d', reverse=true).columns['d'].values()
t.limit(1).rows | length
t.limit(1, 3).columns[1].values()
t.limit(0, 3, 2).columns[0].values()
t.distinct('a').columns[0].values()
t.distinct().rows | length
t.group_by('b').keys()
t
w
w.columns[0].values()
w.columns['ts'].values()
w.columns['tz'].values()
w.columns['s'].values()
w.columns['raw'].values()
w.rows[0].ts.isoformat()
w.rows[0].f + 1
w.rows[0].f * 2
w.rows[0].f / 3
w.rows[0].f == 1
w.rows[0].f > 0.5
w.rows[1].f | abs
w.rows[1].f | int
w.rows[1].f | float
w.rows[1].f | round(2)
w.rows[0].f | string
w.rows[0].f ~ ''
-w.rows[0].f
w.rows[2].f
w.rows[0].f is number
t.rows[0].c
t.rows[0].c is number
t.rows[0].c * t.rows[1].c
t.rows[0].c + t.rows[1].c
t.rows[0].c - 3
t.rows[0].c / 3
t.rows[0].c // 2
t.rows[0].c % 2
t.rows[0].c ** 2
10 / t.rows[0].c
t.rows[0].c < t.rows[1].c
t.rows[0].c.quantize(1)
t.rows[0].c.normalize()
'%s' % t.rows[0].c
'%.1f' % t.rows[0].c
'{:.3f}'.format(t.rows[0].c)
t.print_table()
t.print_table(max_rows=2, max_columns=3)
t.print_table(max_column_width=8)
t.print_table(max_rows=none, max_column_width=none)
t.print_table(max_precision=0)
t.print_csv()
t.print_json()
t.print_json(newline=true)
t.print_json(indent=2)
t.print_structure()
w.print_table()
w.print_table(max_precision=none, max_column_width=none)
w.print_csv()
w.print_json()
long.print_table()
long.print_table(max_rows=0)
wide.print_table()
empty.print_table()
empty | length
nulls.columns['a'].values_sorted()
nulls.order_by('a').columns['a'].values()
nulls.columns['b'].values_distinct() | list | length
nulls.print_table()
nulls.rows[0].a is none
nulls.rows[0].a
"""
BLOCKS = [
    "{% for row in t %}{{ row['a'] }}-{{ row[5] }} {% endfor %}",
    "{% for row in t.rows %}{{ row.values() | length }}{{ loop.index }}{% endfor %}",
    "{% for column in t.columns %}{{ column.name }}={{ column.values()[0] }} {% endfor %}",
    "{% for name, value in t.rows[0].dict().items() %}{{ name }}:{{ value }} {% endfor %}",
    "{% for a, b in t.select(['a', 'b']).rows %}{{ a }}{{ b[0] }} {% endfor %}",
    "{% for group in t.group_by('a') %}{{ group.rows | length }} {% endfor %}",
    "{% if t %}yes{% endif %}{% if t.rows %}yes{% endif %}",
    "{{ t.rows | map(attribute='b') | list | first }}",
    "{{ t.rows | selectattr('a', 'equalto', 2) | list | length }}",
    "{{ t.rows | map(attribute=0) | list }}",
]

environment = SandboxedEnvironment()


def case(template):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        text = environment.from_string(template).render(**scope)
    text = re.sub(r" object at 0x[0-9a-f]+", " object", text)
    return [template, text + printed.getvalue()]


from agate.table import Table

# agate's default output is the stdout of when it was imported.
for method in ("print_table", "print_csv", "print_json", "print_structure"):
    original = getattr(Table, method)

    def wrapper(self, *args, _original=original, _method=method, **kwargs):
        import sys

        if _method in ("print_table", "print_structure"):
            kwargs["output"] = sys.stdout
        return _original(self, *args, **kwargs)

    setattr(Table, method, wrapper)

templates = ["{{ " + line + " }}" for line in EXPRESSIONS.strip().split("\n")] + BLOCKS
print("[\n" + ",\n".join(json.dumps(case(template), ensure_ascii=False) for template in templates) + "\n]")
