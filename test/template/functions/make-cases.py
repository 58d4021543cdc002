"""Prints cases for functions.test.ts: templates, and what dbt's context functions make of them.

Run it where dbt is installed: python make-cases.py > cases.json && npx prettier --write cases.json
A case is [template, text], or [template, null, words of the error].
"""

import json

from dbt.context.base import BaseContext
from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment(extensions=["jinja2.ext.do"])
names = ["fromjson", "tojson", "fromyaml", "toyaml", "set_strict", "zip_strict", "local_md5", "diff_of_two_dicts"]
scope = {name: getattr(BaseContext, name) for name in names}
scope |= {"set": BaseContext._set, "zip": BaseContext._zip}

import datetime

scope["modules"] = {"datetime": {"date": datetime.date, "datetime": datetime.datetime}}
D = "modules.datetime.date(2024, 1, 2)"
DT = "modules.datetime.datetime(2024, 1, 2, 3, 4, 5)"

EXPRESSIONS = r"""
tojson({'b': [1, none, true, 'x"y'], 'a': 1.5})
tojson({'b': 1, 'a': 2}, sort_keys=true)
tojson({'a': {'d': 1, 'c': [{'z': 1, 'y': 2}]}}, sort_keys=true)
tojson('é😀')
tojson([])
tojson({})
tojson(1.0)
tojson(1e20)
tojson({1: 2, none: 3})
tojson((1, 2))
tojson('a\tb\n\\')
tojson(10000000000000000000000)
tojson(set([1]))
fromjson('{"a": [1, {"b": null}]}')
fromjson('{"a": 1.0, "b": 1e3, "c": 12345678901234567890, "d": -0, "e": 2.5}')
fromjson('{"10": 1, "2": 2, "a": 3}')
fromjson('{"a": 1, "a": 2}')
fromjson('"\\u00e9\\n"')
fromjson(' [1 , 2 ] ')
fromjson('[NaN, Infinity, -Infinity]')
fromjson('nope')
fromjson('nope', 'dflt')
fromjson('[1,]')
fromjson('{"a" 1}')
fromjson('01')
fromjson('')
fromjson('"a', default={})
fromjson('true false')
fromjson(none)
fromjson('{"a": null}').a
fromjson('{"__proto__": 1, "constructor": 2}')
fromyaml('a: 1\nb: [x, y]\nc: {d: true}')
fromyaml('- 1\n- two')
fromyaml('a: yes\nb: on\nc: y\nd: "yes"\ne: Off')
fromyaml('[010, 0x1F, 0b11, 1_000, 1.0, 1e3, 1.0e+3, .5, -.inf, .nan, +1, 1:30, 0o7, 08]')
fromyaml('[~, null, Null, "", nil]')
fromyaml('2024-01-02')
[fromyaml('2024-01-02')]
[fromyaml('2024-01-02 03:04:05')]
[fromyaml('2024-01-02T03:04:05.5Z')]
[fromyaml('2024-01-02T03:04:05+02:00')]
[fromyaml('2024-1-2 3:04:05')]
fromyaml('a: |\n  x\n  y\nb: >\n  x\n  y\n')
fromyaml('a: &x {k: 1}\nb: *x\nc:\n  <<: *x\n  z: 2')
fromyaml('a: 1\na: 2')
fromyaml('1: a\ntrue: b\nnull: c')
fromyaml('')
fromyaml('# only a comment')
fromyaml('a: b: c')
fromyaml('a: b: c', 'dflt')
fromyaml('[1', default=none)
fromyaml('--- 1\n--- 2', 'two')
fromyaml(5, 'dflt')
fromyaml('!!set {a, b}') | list
fromyaml('!!python/object:os.system x', 'no')
fromyaml('a: !!str 1')
fromyaml("'it''s'")
fromyaml('key: "a\\tb"')
toyaml({'a': 1, 'b': ['x']})
toyaml([])
toyaml({'a': [], 'b': {}})
toyaml([1, [2, 3]])
toyaml([{'a': 1, 'b': 2}, {'c': [1]}])
toyaml([[{'a': 1}]])
toyaml({'a': {'b': {'c': 1}}})
toyaml({'a': 1, 'b': ['x', {'c': none, 'd': [1, 2]}], 'z': [[1], [2]]})
toyaml({'b': 1, 'a': 2})
toyaml({'b': 1, 'a': 2}, sort_keys=true)
toyaml({1: 2, none: 3, 'yes': true, 1.5: false})
toyaml([true, none, 1.5, 1e20, 2.0, 10])
toyaml((1, 2))
toyaml(5)
toyaml(none)
toyaml('x')
toyaml('')
toyaml(set([1]))
toyaml({'s': set(['k'])})
toyaml('multi\nline')
toyaml({'k': 'multi\nline\n'})
toyaml({'k': "it's: 'x'"})
toyaml({'long': 'word ' * 40})
toyaml({'long': ('word ' * 40) | trim})
toyaml({'long': ("it's: " * 40) | trim})
toyaml({'long': ('wörd ' * 40) | trim})
toyaml({'nest': {'long': ('word ' * 40) | trim, 'list': [('word ' * 40) | trim]}})
toyaml('x' * 100)
toyaml('x' * 130)
toyaml({'k' * 130: 1})
toyaml({'a': 'select 1 as a from x where y = \'1\' -- c'})
toyaml({'sql': 'select *\nfrom a\n  where b'})
toyaml(['a  b', 'é', 'a\tb', '😀', 'a,\n b', 'a \nb'])
"""
PLAIN = ["yes", "no", "y", "null", "1", "1.0", "1e3", "0x1", "2024-01-02", "a: b", "- x", "#c", "a #b", "it's", '"q"', "tr ", " lead", "a:", "@x", "%x", "*x", "&x", "!x", "?", "? x", "-", "-x", "--- x", ":", "a:b", "{a}", "[a]", "a,b", "a]", ",a", "`", "|", ">", "=", "<<", "~", "12:30", ".5", ".inf", "1_000", "0o7", "010", "+1", "{{ x }}", "'", "https://a.b/c", "a?b", "x: ", "off", "On", "\\", "..."]
EXPRESSIONS += "toyaml(" + json.dumps(PLAIN) + ")"
EXPRESSIONS += f"""
toyaml([{D}, {DT}])
toyaml({{{D}: 1}})
set([1, 1, 2]) | list | sort
set([(1, 2), (1, 2)]) | list
set([{D}, {D}]) | list
set('aab') | list | sort
set(5)
set(5, 'dflt')
set(none)
set([[1]])
set_strict(['q']) | list
set_strict(5)
zip([1, 2], ['a', 'b']) | list
zip([1, 2], 'xyz') | list
zip() | list
zip(5, [1])
zip(5, [1], default=[]) | list
zip_strict([1], [2]) | list
zip_strict(1)
dict(zip(['a', 'b'], [1, 2]))
local_md5('dbt')
local_md5('é')
local_md5('')
local_md5(5)
diff_of_two_dicts({{'a': ['x', 'Y'], 'b': ['z']}}, {{'A': ['y']}})
diff_of_two_dicts({{'a': ['x']}}, {{'a': ['X']}})
diff_of_two_dicts({{}}, {{'a': ['X']}})
"""


def case(template):
    try:
        return [template, environment.from_string(template).render(**scope)]
    except Exception as error:
        return [template, None, f"{error}"]


blocks = [
    "{% set z = zip([1], [2]) %}{{ z | list }}{{ z | list }}",
    "{% for a, b in zip([1, 2], 'xy') %}{{ a }}{{ b }} {% endfor %}",
    "{% set l = [1] %}{{ toyaml({'x': l, 'y': l}) }}",
    "{% set l = {'a': 1} %}{{ toyaml([l, {'b': l}]) }}",
]
expressions = [line for line in EXPRESSIONS.strip().split("\n") if line]
cases = [case("{{ " + line + " }}") for line in expressions] + [case(block) for block in blocks]
print("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n]")
