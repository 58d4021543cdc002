"""Writes extra.json beside this file: templates, and what CPython's Jinja2 (sandboxed, with do and loop controls, as
dbt has it) prints or raises. Run with a Python that has jinja2 3.1: python generate-extra.py"""

import json
import pathlib

from jinja2.sandbox import SandboxedEnvironment

VALUES = [
    "1", "0", "-7", "12345678901234567890", "2**53", "2**64", "-(2**70)", "1.0", "-0.0", "1.5", "0.1 + 0.2", "1e16", "1e15", "123456789.0",
    "1e-7", "1.5e-7", "0.0001", "0.00001", "1e22", "1.5e300", "1/3", "2/3", "100/7", "'it''s'", "'it\\'s'", "'say \"hi\"'",
    "'both \\' and \"'", "'a\\nb'", "'tab\\there'", "'back\\\\slash'", "'é ü 漢字 😀'", "'\\x00\\x1f\\x7f'", "''",
    "true", "false", "none", "[]", "()", "{}", "[1, 'a', none, true, 2.0, [1], (1,), {'k': 'v'}]",
    "(1, 'x', (2.5,))", "{'a': 1, 2: 'b', none: none, true: [1], (1, 2): 3}", "range(3)", "range(0, 10, 2)",
    "{'a': {'b': {'c': []}}}", "[[[]]]", "[undefined_name]", "{'x': undefined_name}", "dict(a=1, b='x')",
    "dict([('a', 1), ('b', 2)])", "dict({'a': 1}, b=2)", "['a', \"b'c\"]", "'é' ~ 1.0 ~ none ~ [1.0]",
    "1_000_000", "0x1F", "0b101", "0o17", "1_0.5", "1e3", "3.", "'\\u00e9\\u200b'", "['\\u200b\\xad\\u2028\\ue000']", "'\\101\\x41\\q'",
]
PRINTERS = [
    "{{ $ }}", "{{ [$] }}", "{{ ($) | tojson }}", "{{ [$] | pprint }}", "{{ '%s|%r' % ([$], $) }}",
    "{{ '{} {!r}'.format($, $) }}", "{{ ($) | string | length }}", "{{ 'T' if $ else 'F' }}",
]
TEST_SUBJECTS = ["1", "0", "2.0", "1.5", "'a'", "''", "'A'", "'aB'", "true", "none", "[1]", "(1,)", "{'a': 1}", "range(3)", "missing", "dict", "namespace(a=1)", "12345678901234567890"]
TESTS = ["boolean", "callable", "defined", "even", "odd", "false", "true", "float", "integer", "iterable", "lower", "upper", "mapping", "none", "number", "sequence", "string", "undefined", "escaped"]
BINARY_SUBJECTS = ["7", "-7", "2", "2.5", "-2.5", "0", "true", "'ab'", "[1, 2]", "(1,)", "none", "10**20", "{'a': 1}"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "**"]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]

FILTERS = """
-5 | abs
-5.5 | abs
-5.0 | abs
true | abs
(-(2**70)) | abs
'x' | abs
{'a': 1} | attr('a')
{'a': 1} | attr('keys') is defined
'x' | attr('upper')
[1, 2, 3, 4, 5] | batch(2) | list
[1, 2, 3, 4, 5] | batch(2, 'x') | list
[1, 2, 3, 4, 5] | batch(linecount=3, fill_with=0) | list
[] | batch(2) | list
range(7) | batch(3) | list
'hELLO wORLD' | capitalize
'' | capitalize
'éa' | capitalize
12 | capitalize
'abc' | center(10) ~ '|'
'abc' | center(9) ~ '|'
'abcd' | center(9) ~ '|'
'abcd' | center(10) ~ '|'
'abc' | center ~ '|'
'abc' | center(width=7) ~ '|'
[1, 2] | count
'é😀' | count
missing | default('x')
missing | default
none | default('x')
none | default('x', true)
none | d('x', boolean=true)
'' | default('x')
'' | default('x', true)
0 | default(1, true)
missing | default(none)
missing | default(default_value=[1])
missing.foo | default('x')
{}.foo | default('x')
{'b': 1, 'A': 2, 'c': 0} | dictsort
{'b': 1, 'A': 2, 'c': 0} | dictsort(true)
{'b': 1, 'A': 2, 'c': 0} | dictsort(false, 'value')
{'b': 1, 'A': 2, 'c': 0} | dictsort(by='value', reverse=true)
{'b': 1, 'A': 1, 'c': 1} | dictsort(by='value', reverse=true)
{'b': 1} | dictsort(by='x')
{1: 'x', 'a': 'y'} | dictsort
'<a href="x">&\\'' | escape
'<' | e
'<' | escape | forceescape
'<' | forceescape
'a<b' | escape | upper
'a<b' | escape | length
'<' | e | string
'<' is escaped
'a' | safe == 'a'
{'x' | safe: 1}['x']
0 | filesizeformat
1 | filesizeformat
999 | filesizeformat
1000 | filesizeformat
1500000 | filesizeformat
1024 | filesizeformat(true)
1048576 | filesizeformat(binary=true)
'1234' | filesizeformat
1e30 | filesizeformat
123.4 | filesizeformat
[1, 2] | first
'abc' | first
[] | first
{'a': 1, 'b': 2} | first
range(5) | first
'1.5' | float
'x' | float
'x' | float(2)
'x' | float(default=2.5)
1 | float
'1e5' | float
' 1.5 ' | float
'1_000.5' | float
'inf' | float
'nan' | float
'-infinity' | float
none | float
true | float
[] | float
'.5' | float
'5.' | float
'%s-%d' | format('a', 1)
'%(a)s' | format(a=1)
'%s' | format((1, 2))
[{'k': 'a', 'v': 1}, {'k': 'B', 'v': 2}, {'k': 'a', 'v': 3}] | groupby('k')
[{'k': 'a', 'v': 1}, {'k': 'A', 'v': 2}] | groupby('k')
[{'k': 'a', 'v': 1}, {'k': 'A', 'v': 2}] | groupby('k', case_sensitive=true)
[{'k': 'a', 'v': 1}, {'v': 2}] | groupby('k', default='z')
[(1, 'a'), (0, 'b'), (1, 'c')] | groupby(0) | list
[(1, 'a'), (0, 'b'), (1, 'c')] | groupby(0) | map(attribute='list') | list
[(1, 'a'), (0, 'b'), (1, 'c')] | groupby(0) | map(attribute='grouper') | list
[{'a': {'b': 1}}, {'a': {'b': 0}}] | groupby('a.b')
'a\\nb\\n\\nc' | indent
'a\\nb\\n\\nc' | indent(2)
'a\\nb\\n\\nc' | indent(2, true)
'a\\nb\\n\\nc' | indent(2, blank=true)
'a\\nb\\n\\nc' | indent(2, true, true)
'a\\nb\\n\\nc' | indent('>>')
'a\\n' | indent
'\\na' | indent(2, true)
'' | indent(2, true)
'a' | indent(first=true, width=3)
'1' | int
'1.9' | int
'x' | int
'x' | int(5)
'x' | int(default=-1)
1.9 | int
-1.9 | int
'0x1F' | int(base=16)
'1F' | int(0, 16)
'101' | int(base=2)
'z' | int(0, 36)
' 42 ' | int
'1_000' | int
true | int
none | int
none | int(7)
[] | int
'12345678901234567890' | int
'1e3' | int
1e20 | int
1e300 | int
missing | int
'-' | int
'+5' | int
'-5' | int
{'a': 1}.items() | list
{'a': 1} | items | list
missing | items | list
[1] | items | list
[1, 2, 3] | join
[1, 2, 3] | join(', ')
[1, none, 'a', 1.0, true] | join('|')
[{'a': 1}, {'a': 2}] | join(',', attribute='a')
[{'a': 1}, {'a': 2}] | join(d='+', attribute='a')
'abc' | join('-')
{'a': 1, 'b': 2} | join(',')
missing | join(',')
none | join(',')
[1, 2] | join(3)
[[1], (2,)] | join(',')
[1, 2, 3] | last
'abc' | last
[] | last
{'a': 1, 'b': 2} | last
range(3) | last
[1] | length
'' | length
{'a': 1} | length
missing | length
1 | length
none | length
range(10) | length
'abc' | list
{'a': 1} | list
(1, 2) | list
none | list
range(3) | list
'ABC É' | lower
1 | lower
none | lower
['A', 'B'] | map('lower') | list
['a', 'b'] | map('replace', 'a', 'x') | list
[{'a': 1}, {'b': 2}] | map(attribute='a') | list
[{'a': 1}, {'b': 2}] | map(attribute='a', default=0) | list
[{'a': {'b': 1}}] | map(attribute='a.b') | list
[[1, 2], [3, 4]] | map(attribute=1) | list
[[1, 2], [3, 4]] | map('first') | list
[[1, 2], [3, 4]] | map('sum') | list
[['a','b'], ['c']] | map('join', '-') | join(',')
['1', '2'] | map('int') | sum
['1', 'x'] | map('int', default=9) | list
[3, 1, 2] | max
[3, 1, 2] | min
['b', 'A'] | min
['b', 'A'] | max
['b', 'A'] | min(case_sensitive=true)
['b', 'A'] | min(true)
[] | min
[] | max
[{'a': 3}, {'a': 1}] | min(attribute='a')
[{'a': 3}, {'a': 1}] | max(attribute='a')
[1, 'a'] | max
{'a': 1, 'b': 2} | max
'abc' | pprint
{'b': 1, 'a': [1, 2]} | pprint
[1, 2, 3] | reject('odd') | list
[1, 2, 3] | reject('equalto', 2) | list
[0, 1, '', 'a', none] | reject | list
[{'a': 1}, {'a': 0}, {}] | rejectattr('a') | list
[{'a': 1}, {'a': 2}] | rejectattr('a', 'equalto', 1) | list
[{'a': 1}, {'b': 2}] | rejectattr('a', 'defined') | list
'aaa' | replace('a', 'b')
'aaa' | replace('a', 'b', 2)
'aaa' | replace('a', 'b', count=1)
'aaa' | replace('', '-')
'aaa' | replace('', '-', 2)
1234 | replace('2', 'x')
1234 | replace(2, 9)
'abc' | reverse
[1, 2, 3] | reverse | list
(1, 2) | reverse | list
range(3) | reverse | list
{'a': 1, 'b': 2} | reverse | list
1 | reverse
2.5 | round
3.5 | round
0.5 | round
1.5 | round
-2.5 | round
2.675 | round(2)
1.005 | round(2)
0.125 | round(2)
0.375 | round(2)
42.55 | round(1)
42.55 | round(1, 'floor')
42.55 | round(1, 'ceil')
42 | round
42 | round(1)
1234 | round(-2)
1250 | round(-2)
1350 | round(-2)
1234.5 | round(-2)
1250.0 | round(-2)
42.55 | round(precision=0, method='ceil')
42.4 | round(method='floor')
42.4 | round(0, 'x')
1e20 | round
'x' | round
-0.4 | round
[1, 2, 3] | select('odd') | list
[1, 2, 3] | select('gt', 1) | list
[1, 2, 3] | select('in', [1, 3]) | list
[0, 1, '', 'a', none] | select | list
['a', 'b'] | select('equalto', 'b') | list
['a', 1] | select('string') | list
[{'a': 1}, {'a': 0}, {}] | selectattr('a') | list
[{'a': 1, 'n': 'x'}, {'a': 2, 'n': 'y'}] | selectattr('a', '>', 1) | map(attribute='n') | list
[{'a': {'b': 1}}, {'a': {'b': 2}}] | selectattr('a.b', 'eq', 2) | list
[1, 2, 3, 4, 5, 6, 7] | slice(3) | list
[1, 2, 3, 4, 5, 6, 7] | slice(3, 'x') | list
[1, 2] | slice(4, 0) | list
range(10) | slice(slices=4) | list
[3, 1, 2] | sort
['b', 'A', 'c'] | sort
['b', 'A', 'c'] | sort(case_sensitive=true)
['b', 'A', 'a', 'B'] | sort(reverse=true)
['b', 'A', 'a', 'B'] | sort(true, true)
[{'a': 2, 'b': 'x'}, {'a': 1, 'b': 'y'}, {'a': 1, 'b': 'X'}] | sort(attribute='a,b')
[{'a': 2}, {'a': 1}] | sort(attribute='a', reverse=true)
[{'a': {'b': 2}}, {'a': {'b': 1}}] | sort(attribute='a.b')
[(2, 'x'), (1, 'y')] | sort
[(2, 'x'), (1, 'y')] | sort(attribute='1')
[(2, 'x'), (1, 'y')] | sort(attribute=0)
[1, 'a'] | sort
{'b': 1, 'a': 2} | sort
'bca' | sort
[none, 1] | sort
[true, 0, 2] | sort
[1.5, 1, 2] | sort
missing | sort
1 | string ~ 'x'
'<p>a  <b>b</b></p> <!-- c -->\\n &amp; d' | striptags
[1, 2.5] | sum
[1, 2] | sum(start=10)
[0.1, 0.2, 0.3] | sum
[{'a': 1}, {'a': 2}] | sum(attribute='a')
[{'a': 1}, {'a': 2}] | sum('a', 5)
[] | sum
['a'] | sum
[[1], [2]] | sum(start=[])
'hello wORLD-foo (bar) it\\'s x_y 3d' | title
'éa bc' | title
{'a': '<b>&\\''} | tojson
{'b': 1, 'a': [1.0, none, true]} | tojson
{'a': [1, {'b': 2}], 'c': {}} | tojson(indent=2)
[] | tojson(2)
'é😀\\n\\t\\u2028/' | tojson
1e-7 | tojson
(1, 2) | tojson
{1: 'a', none: 1, true: 2} | tojson
{1.5: 'a'} | tojson
{(1, 2): 3} | tojson
missing | tojson
range(3) | tojson
2**70 | tojson
'nan' | float | tojson
'  a b  ' | trim ~ '|'
'xxaxx' | trim('x')
'xyaxy' | trim(chars='xy')
12 | trim
'\\u00a0a\\u3000\\x1f' | trim ~ '|'
'foo bar baz qux' | truncate(9)
'foo bar baz qux' | truncate(9, true)
'foo bar baz qux' | truncate(11)
'foo bar baz qux' | truncate(11, false, '...', 0)
'foo bar baz qux' | truncate(9, end='…', leeway=0)
'foobarbazqux' | truncate(9, leeway=0)
'foo' | truncate(2, leeway=0)
'foo bar' | truncate
['a', 'A', 'b'] | unique | list
['a', 'A', 'b'] | unique(case_sensitive=true) | list
[1, 1.0, true, 2] | unique | list
[{'a': 1}, {'a': 1}, {'a': 2}] | unique(attribute='a') | list
[(1, 2), (1, 2)] | unique | list
[[1], [1]] | unique | list
'abAB' | unique | list
'abc é' | upper
'a b/c?d=é&f' | urlencode
{'a': 1, 'b c': 'd&e'} | urlencode
[('a', 1), ('b', 'x y')] | urlencode
'~_-.!*()\\'' | urlencode
1 | urlencode
'see http://example.com/x?y=1. And www.foo.com, x@y.com!' | urlize
'(https://a.b/c)' | urlize(target='_blank')
'http://example.com/abcdefgh' | urlize(10)
'http://example.com' | urlize(nofollow=true)
'hello brave-new world it\\'s' | wordcount
'' | wordcount
'é_a 1' | wordcount
'foo bar baz qux' | wordwrap(7)
'foobarbazqux foo' | wordwrap(5)
'foobarbazqux foo' | wordwrap(5, false)
'a b\\n\\nc  d e' | wordwrap(3)
'foo-bar-baz' | wordwrap(5)
'foo bar' | wordwrap(3, wrapstring='|')
'  foo  bar' | wordwrap(6)
{'class': 'a', 'id': none, 'x': '<', 'm': missing} | xmlattr
{'class': 'a'} | xmlattr(false)
{} | xmlattr
{'a b': 1} | xmlattr
'x' | nope
[1] | map('nope') | list
[1] | select('nope') | list
1 is nope
'a' is filter
'upper' is filter
'odd' is test
'zzz' is test
['a'] | map(attribute='upper') | list
[1,2,3] | sum / 2
'a,b' | replace(',', '\\n')
[1, 2] | map('string') | join
[' a '] | map('trim') | list
[3,1] | sort | first
-1 | abs + 2
1 + 2 | string
'a' 'b' | upper
not missing | default(true)
2 ** 3 | string
[1, 2, 3] | map('multiply', 2) | list
[{'n': none}, {'n': 1}] | selectattr('n', 'none') | list
[{'n': none}, {'n': 1}] | selectattr('n', 'ne', none) | list
['x.y'] | map('upper') | map('replace', '.', '_') | list
{'a': 1} | dictsort | list
'abc' | list | sort(reverse=true) | join
[1, [2, 3]] | string
1.0 | int
10 | float / 4
"%.2f" | format(3.14159)
"%5d|%-5d|%05d" | format(1, 2, 3)
[1,2,3,4] | select('divisibleby', 2) | list
missing | list
missing | first
missing | sum
missing | max
missing | string
missing | upper ~ '|'
missing | map('upper') | list
missing | select('odd') | list
missing | replace('a', 'b') ~ '|'
missing | float
missing | abs
missing | round
missing | reverse | list
missing | unique | list
missing | batch(2) | list
missing | dictsort
missing | trim ~ '|'
missing | wordcount
missing | escape ~ '|'
missing | indent ~ '|'
missing | groupby('a')
none | upper
none | first
none | sum
none | replace('N', 'x')
none | trim
none | map('upper') | list
1 | first
1 | join
1 | sort
"""

METHODS = """
'Ab'.upper() ~ 'Ab'.lower() ~ 'Ab'.swapcase() ~ 'ßA'.casefold()
'hello world'.capitalize()
'hello world it\\'s 3d x_y'.title()
'a b'.center(7) ~ '|' ~ 'a'.center(6, '*') ~ '|' ~ 'ab'.center(5, '*')
'banana'.count('an') ~ 'banana'.count('') ~ 'banana'.count('a', 2) ~ 'banana'.count('a', 2, 4)
'banana'.find('na') ~ 'banana'.find('na', 3) ~ 'banana'.find('x') ~ 'banana'.rfind('na') ~ 'banana'.find('a', -2)
'banana'.index('na')
'banana'.index('x')
'banana'.rindex('na')
'banana'.rindex('x')
'banana'.endswith('na') ~ 'banana'.endswith(('x', 'na')) ~ 'banana'.startswith('an', 1) ~ 'banana'.endswith('an', 0, 3)
'banana'.startswith(['b'])
'a\\tb'.expandtabs() ~ '|' ~ 'a\\tb'.expandtabs(4) ~ '|' ~ 'ab\\tc\\n\\td'.expandtabs(4)
'abc1'.isalnum() ~ 'abc'.isalpha() ~ '12'.isdigit() ~ '12'.isdecimal() ~ '12'.isnumeric() ~ ''.isalpha() ~ ' '.isspace()
'²'.isdigit() ~ '²'.isdecimal() ~ '½'.isnumeric() ~ '½'.isdigit() ~ '٣'.isdigit()
'Abc'.istitle() ~ 'ABC'.isupper() ~ 'abc'.islower() ~ 'a1'.islower() ~ '1'.isupper() ~ 'Ab Cd'.istitle() ~ 'AB'.istitle()
'abc'.isidentifier() ~ '1a'.isidentifier() ~ 'é'.isidentifier() ~ 'a'.isascii() ~ 'é'.isascii() ~ 'a\\n'.isprintable() ~ 'a'.isprintable()
','.join(['a', 'b'])
','.join('abc')
','.join([1])
','.join({'a': 1, 'b': 2})
','.join(missing)
','.join(('a',))
'a'.ljust(3) ~ '|' ~ 'a'.rjust(3) ~ '|' ~ 'a'.ljust(3, '*') ~ 'a'.rjust(3, '*')
'  a  '.strip() ~ '|' ~ '  a  '.lstrip() ~ '|' ~ '  a  '.rstrip() ~ '|'
'xxaxx'.strip('x') ~ 'xyaxy'.lstrip('xy') ~ 'a.'.rstrip('.')
'a'.strip(none)
'a-b-c'.partition('-') ~ ''
'a-b-c'.rpartition('-')
'abc'.partition('-')
'abc'.rpartition('-')
'abc'.partition('')
'prefix_x'.removeprefix('prefix_') ~ 'x_suffix'.removesuffix('_suffix') ~ 'x'.removesuffix('')
'aXbXc'.replace('X', '-') ~ 'aXbXc'.replace('X', '-', 1) ~ 'abc'.replace('', '.')
'abc'.replace('a')
'abc'.replace(1, 2)
'abc'.replace('a', none)
'a b  c'.split()
' a b '.split(' ')
'a,b,c'.split(',')
'a,b,c'.split(',', 1)
'a,b,c'.split(',', maxsplit=1)
'a,b,c'.split(sep=',')
'a b c d'.split(none, 2)
' a  b  c '.split(none, 1)
'a,b,c'.rsplit(',', 1)
' a  b  c '.rsplit(none, 1)
'a b'.rsplit()
''.split()
''.split(',')
'abc'.split('')
'a\\nb\\r\\nc\\n'.splitlines()
'a\\nb\\r\\nc\\n'.splitlines(true)
'a\\x0bb\\x0cc\\u2028d'.splitlines()
''.splitlines()
'abc'.zfill(5) ~ '-5'.zfill(4) ~ '+5'.zfill(4) ~ '12345'.zfill(3)
'abc'.translate({97: 'x', 98: none})
'abc'.nope
'abc'.nope()
'abc'.upper
'{0} {1} {0}'.format('a', 'b')
'{} {}'.format('a')
'{a} {b}'.format(a=1, b=2)
'{a}'.format(b=1)
'{{}} {}'.format(1)
'{:>5}|{:<5}|{:^5}|{:*^5}'.format('a', 'b', 'c', 'd')
'{:05d}|{:+d}|{: d}|{:,}|{:_}'.format(42, 42, 42, 1234567, 1234567)
'{:.2f}|{:8.3f}|{:.0f}|{:e}|{:g}|{:%}|{:.1%}'.format(3.14159, 2.71828, 2.5, 12345.678, 0.00001234, 0.5, 0.256)
'{:x}|{:X}|{:o}|{:b}|{:#x}|{:#b}|{:08b}'.format(255, 255, 8, 5, 255, 5, 5)
'{:.3}|{:10.2}|'.format('abcdef', 'xyz')
'{:,.2f}'.format(1234567.891)
'{:10}|{:10}|{:10}'.format('a', 1, 1.5)
'{:>10}'.format([1, 2] | string)
'{!r:>6}|{!s}'.format('a', 'b')
'{0[0]} {0[1]} {1[k]}'.format([1, 2], {'k': 'v'})
'{:{}}|{:{w}.{p}f}'.format('a', 4, 3.14159, w=8, p=2)
'{:d}'.format(1.5)
'{:d}'.format('a')
'{:s}'.format(1)
'{:c}'.format(65)
'{}'.format(none) ~ '{}'.format([1, 'a']) ~ '{}'.format(1.0)
'{:.3}'.format(2.0) ~ '|' ~ '{:.2}'.format(123.456) ~ '|' ~ '{:5}'.format(true) ~ '|' ~ '{}'.format(true)
'{:n}'.format(1234)
'{:=+8}'.format(42)
'{:<08}'.format(42)
'{:10.4}|'.format(3.14159265)
'{'.format(1)
'}'.format(1)
'{0}{}'.format(1, 2)
'{:,}'.format(-1234567.5)
'{:,}'.format(2**70)
'{:.2f}'.format(2.675)
'{:.1f}'.format(0.25)
'{:.20f}'.format(0.1)
'{:f}'.format(1e22)
'{:.3f}'.format(1e21)
'{a.b}'.format(a={'b': 1})
'{a[b]}'.format_map({'a': {'b': 1}})
'%s %s' % ('a', 1)
'%s' % 'a'
'%s' % [1, 'b']
'%s' % none
'%s' % (none,)
'%r' % 'it\\'s'
'%d' % 3.99
'%d' % '3'
'%i|%u' % (1, 2)
'%5s|%-5s|%.2s' % ('a', 'b', 'cde')
'%05d|%+d|% d|%x|%X|%o|%#x|%#o' % (42, 42, 42, 255, 255, 8, 255, 8)
'%f|%.2f|%e|%.3e|%g|%G|%E' % (1.5, 2.675, 12345.678, 0.00012, 1e10, 1e-10, 12345.0)
'%g|%g|%g|%g|%.3g|%g' % (100000, 1000000, 0.0001, 0.00001, 1234.5, 0.1)
'%%'  % ()
'%s%%' % 5
'%s %s' % ('a',)
'%s' % ('a', 'b')
'a' % 'b'
'a' % 1
'%(a)s %(b)05d' % {'a': 'x', 'b': 3}
'%(a)s' % {'b': 1}
'%(a)s' % 1
'%c%c' % (65, 'b')
'%*d|%.*f' % (5, 42, 2, 3.14159)
'%y' % 1
'%' % 1
'%s' % {'a': 1}
'%s' % true ~ '%d' % true
'%d' % (2**70)
'%s' % 1.0
'%x' % -255
'%.0f|%.0f|%.0f' % (0.5, 1.5, 2.5)
'%5.1f|%-8.2f|%08.2f|%+.1f' % (3.14159, 2.5, -2.5, 1.25)
'%s' % missing
[1, 2].append(3)
[1, 2, 1].count(1) ~ [1, 2].index(2)
[1, 2].index(3)
[1, 2].index(2, 0)
[3, 1].sort()
[1].copy()
[1].nope
[1, 2].pop
[1, 2].__class__
[1].pop(5)
[].pop()
[1, 2].remove(3)
[1, 2, 3].pop(0)
[1, 2, 3].pop()
[1, 2, 3].pop(-2)
[1, 2][5]
[1, 2][-3] is defined
[1, 2]['a']
[1, 2][1.0]
[1, 2][true]
'abc'[1] ~ 'abc'[-1]
'abc'[10]
'abc'[1:] ~ 'abc'[:1] ~ 'abc'[::-1] ~ 'abc'[::2] ~ 'abc'[-2:] ~ 'abc'[5:] ~ 'abc'[:-5]
[1, 2, 3, 4][::2] ~ [1, 2, 3, 4][1::-1] ~ [1, 2, 3, 4][-1:0:-1] ~ [1, 2, 3, 4][:-1]
(1, 2, 3)[1:]
range(10)[2:5]
range(10)[::3]
range(10)[3]
range(10)[-1]
range(10, 0, -3) | list
range(0)
range()
range(1.5)
range('a')
range(1, 2, 0)
range(1000000) | length
5 in range(10)
10 in range(10)
'a' in range(10)
{'a': 1}['a'] ~ {'a': 1}.a
{'a': 1}['b']
{'a': 1}.b
{'a': 1}.b.c
{'a': {'b': 2}}.a.b
{'a': 1}.get('a') ~ {'a': 1}.get('b') ~ {'a': 1}.get('b', 2)
{'a': none}.get('a', 5)
{'items': 1}.items
{'items': 1}['items']
{'a': 1, 'b': 2}.items()
{'a': 1, 'b': 2}.keys()
{'a': 1, 'b': 2}.values()
{'a': 1, 'b': 2}.items() | list
{'a': 1}.keys() | list | first
{'a': 1, 'b': 2}.keys() | join(',')
{'a': 1, 'b': 2}.values() | sum
{'a': 1}.keys() is sequence
{'a': 1}.items() | length
'a' in {'a': 1}.keys()
('a', 1) in {'a': 1}.items()
{'a': 1}.keys()[0]
{'a': 1}.items()[0]
{'a': 1}.values() | list
{'a': 1}.pop('a')
{'a': 1}.pop('b')
{'a': 1}.pop('b', 'x')
{'a': 1}.pop('b', none)
{'a': 1}.setdefault('b', 2)
{'a': 1}.update({'b': 2})
{'a': 1}.update(b=2)
{'a': 1}.copy()
{'a': 1}.popitem()
{1: 'a', '1': 'b'}[1] ~ {1: 'a', '1': 'b'}['1']
{1: 'a'}[1.0] ~ {1: 'a'}[true]
{1.0: 'a'}[1]
{true: 'a'}[1]
{1: 'a', true: 'b', 1.0: 'c'}
{(1, 2): 'a'}[(1, 2)]
{(1, 2): 'a'}[1, 2]
{[1]: 2}
{{}: 2}
{'a': 1, 'a': 2}
(1, 2).count(1) ~ (1, 2).index(2)
1 in {1: 2} ~ (1.0 in {1: 2})
none.foo
none.foo.bar
none['a']
1.foo
missing.foo
missing['foo']
missing()
missing.foo()
missing + 1
missing ~ 'x'
missing == none
missing == missing
missing != 1
missing < 1
1 < missing
missing in [1]
1 in missing
'a' in missing
missing and 1
missing or 1
not missing
-missing
missing is defined and missing.foo
[missing, 1][0] is undefined
missing | length
missing[0]
missing[1:]
{}.a.b
{}['a']['b']
[].a
[][0]
[][0].x
dict(a=1).a
dict(a=1, **{'b': 2})
namespace(a=1).a
namespace(a=1).b
namespace({'a': 1}, b=2).b
namespace(a=1)
namespace([('a', 1)]).a
cycler('a', 'b').next()
cycler('a').current
cycler()
joiner('|')()
lipsum(0)
[1, 2] == [1, 2]
[1, 2] == (1, 2)
[1, 2] < [1, 3]
(1, 2) < (1, 2, 3)
{'a': 1} == {'a': 1.0}
{'a': 1} < {'b': 1}
'a' < 'B'
'a' < 1
1 < 2 < 3
3 > 2 > 2
1 == 1.0 == true
1 < 2 == true
none == false
none < 1
[] == none
'' == none
2**53 == 2**53 + 1
2**53 + 1
9007199254740993
9007199254740993 - 9007199254740992
9007199254740993 == 9007199254740992.0
10**20 // 3
-(10**20) // 3
10**20 % 7
-(10**20) % 7
10**20 / 10**18
10**25 * 1.0
2 ** -1
2 ** 0.5
(-8) ** 2
-8 ** 2
2 ** 3 ** 2
0 ** 0
7 // 0
7 % 0
7 / 0
7.0 // 0
7.0 % 0
0.0 ** -1
-7 // 2
-7 % 3
7 % -3
-7.5 // 2
-7.5 % 2
7.5 % -2
6 // 2.0
-0.0 + 0
1 - 1.0
0 * -1
0 * -1.0
3 * 1.0
1e308 * 10
true + true
true / 2
-true
+true
+'a'
-'a'
-[1]
+1.5
not 1
'a' * 3
3 * 'a'
'a' * -1
'a' * 1.5
[1] * 2
2 * [1]
(1,) * 2
'a' + 1
1 + 'a'
[1] + (1,)
[1] + [2]
(1,) + (2,)
none + 1
{} + {}
'b' in 'abc'
1 in 'abc'
'' in 'abc'
1 in 5
none in none
'a' in {'a': 1}
[1] in [[1]]
(1,) in [[1]]
1 and 2
0 and 2
0 or 2
'' or 'x'
[] or none
not []
1 if missing
1 if missing else 2
'a' if true
(1 if false) is defined
1 if true else 2 if false else 3
'x' if 1 else 'y' ~ 'z'
(1 if false).foo
1 ~ 2
1.0 ~ none ~ true
(1, 2) ~ [1]
1 is divisibleby 1
4 is divisibleby(2)
4 is divisibleby 3
4 is divisibleby 0
1 is eq 1
1 is equalto(1.0)
1 is ne 2
2 is gt 1
1 is lt 2
1 is ge 1
1 is le 0
1 is in [1, 2]
1 is not in [1, 2]
1 is sameas 1
true is sameas true
1 is sameas true
none is sameas none
'a' is string and 1 is number
'x' is not string
1 is not none and 2
not 1 is none
1 is number | string
'a' is == 'a'
1 is > 0
3 is odd
3.0 is odd
-3 is odd
'a' is odd
-2 is even
2.5 is even
{} is mapping
namespace() is mapping
'<' | e is string
'Foo' is upper
'FOO1' is upper
'' is lower
1 is lower
missing is none
missing is iterable
missing is callable
missing is sequence
missing is string
missing is mapping
missing is number
missing is odd
"\\"" ~ '\\''
'a\\
b'
"multi
line"
'\\d\\w\\.'
'\\x41\\u0041\\101\\n'
[1, 2,]
{'a': 1,}
(1,)
()
(1)
(1, 2,)
1, 2
[1
 , 2]
1 +
 2
a.b.c is defined
x is defined and x
[x for x in [1]]
lambda x: x
a ? b : c
1 === 1
{1, 2}
f'x'
'a' if
[1 2]
{'a' 1}
(1, 2
1 | 2
1 |
1 is
foo(
foo(a=1, 2)
foo(*[1], 2)
1 = 2
not
1 in
.5
1.
1..2
1.e5
1__0
0777
00
a b
@x
x!
$
{'a': 1}.a.b.c
[[1, 2], [3]][0][1]
[{'a': [1, {'b': 'deep'}]}][0].a[1].b
'abc'.upper().lower().title()
'a b c'.split(' ')[1].upper()
('a' ~ 'b').upper()
[1, 2, 3] | length > 2
[1, 2, 3] | length * 2
'a' ~ 'b' | upper
('a' ~ 'b') | upper
1 + 1 | abs
-1 | abs
2 * 3 ~ 4
1 + 2 ~ 3
'%s' % 1 + 'a'
1 < 2 and 2 < 3 or false
1 or 0 and 0
not 1 == 2
not true and false
[1, 2] | join(',') | length
{'a': 'x'}.a | upper
{'a': 'x'}['a'] | upper ~ '!'
[1,2,3][1] is odd
{'a': [3, 1, 2]}.a | sort | join
''.__class__
''.__class__.__mro__
[].__class__ is defined
''['__class__']
'' | attr('__class__')
{}.__class__
dict.__name__
range.__doc__
().__class__.__bases__
namespace.__init__
'{0.__class__}'.format(1)
'{0.__class__.__name__}'.format('a')
'{a.__class__}'.format(a=1)
'{0[__class__]}'.format({})
''.format.__globals__
cycler.__init__.__globals__
lipsum.__globals__
joiner.__init__
loop
loop.index
caller
caller()
varargs
kwargs
range(3).__class__
[].constructor
''.constructor
{}.constructor
''.constructor.constructor('return 1')()
[].map
[].length
''.length
{}.size
{}.toString
{}.hasOwnProperty('a')
''.toString()
[]['constructor']
{}['constructor']
{}['__proto__']
{}.__proto__
range.prototype
range.call
namespace().constructor
namespace(constructor=1).constructor
{'__proto__': 1}
{'__proto__': 1}['__proto__']
dict(__proto__=1)
constructor
process
globalThis
this
toString
hasOwnProperty
S
R
undefined
'a' | constructor
'a' | toString
'a' | __proto__
1 is constructor
[1] | map('constructor') | list
[1] | select('toString') | list
[{'a': 1}] | map(attribute='constructor') | list
[{'a': 1}] | map(attribute='__proto__.x') | list
"""

STATEMENTS = [
    "{% for x in [1,2,3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }};{% endfor %}",
    "{% for x in [] %}a{% else %}b{% endfor %}",
    "{% for x in [1,2,3,4] if x is odd %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% endfor %}",
    "{% for x in [1,2] if x > 5 %}a{% else %}none{% endfor %}",
    "{% for a, b in [(1,2),(3,4)] %}{{ a }}-{{ b }} {% endfor %}",
    "{% for a, (b, c) in [(1,(2,3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for (a, b) in [(1,2)] %}{{ a }}{{ b }}{% endfor %}",
    "{% for a, b in [(1,2,3)] %}{{ a }}{% endfor %}",
    "{% for a, b in [(1,)] %}{{ a }}{% endfor %}",
    "{% for a, b in [1] %}{{ a }}{% endfor %}",
    "{% for k in {'a': 1} %}{{ k }}{% endfor %}",
    "{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}",
    "{% for k, v in {'a': 1} | dictsort %}{{ k }}{{ v }}{% endfor %}",
    "{% for c in 'abc' %}{{ c }}.{% endfor %}",
    "{% for x in missing %}a{% else %}empty{% endfor %}",
    "{% for x in none %}a{% endfor %}",
    "{% for x in 5 %}a{% endfor %}",
    "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}",
    "{% for x in range(3) %}{{ x }}{% endfor %}{{ x is defined }}",
    "{% for x in [1,2,3] %}{% if x == 2 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in [1,2,3] %}{% for y in [1,2] %}{% if y == 2 %}{% break %}{% endif %}{{ x }}{{ y }} {% endfor %}{% endfor %}",
    "{% for x in [1,2] %}{% for y in [1,2] %}{{ loop.index }}{% endfor %}{{ loop.index }};{% endfor %}",
    "{% for x in [1,2] %}{% set outer = loop %}{% for y in [1,2] %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    "{% for x in [1,2,3] %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in [1,2,3] %}{{ loop.previtem }}{{ loop.nextitem }},{% endfor %}",
    "{% for x in [1,1,2,2] %}{{ loop.changed(x) }} {% endfor %}",
    "{% for x in [1] %}{{ loop }}{% endfor %}",
    "{% for x in [1] %}{{ loop.nope }}{% endfor %}",
    "{% for x in [1] %}{{ loop.cycle() }}{% endfor %}",
    "{% for x in [1] %}{{ loop([2]) }}{% endfor %}",
    "{% for x in [1,2] recursive %}{{ x }}{% endfor %}",
    "{% for n in [{'v':1,'c':[{'v':2,'c':[{'v':3}]}]},{'v':4}] recursive %}{{ loop.depth }}:{{ n.v }}{% if n.c %}[{{ loop(n.c) }}]{% endif %}{% endfor %}",
    "{% for n in [1, [2]] recursive %}{{ loop.index }}{% if n is iterable %}{{ loop(n) }}{% else %}x{% endif %}{% else %}none{% endfor %}",
    "{% for x in [] recursive %}{% else %}E{% endfor %}",
    "{% set x = 1 %}{% for i in [1] %}{{ x }}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}",
    "{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}",
    "{% if false %}{% set y = 2 %}{% endif %}{{ y is defined }}",
    "{% if true %}{% set y = 2 %}{% endif %}{{ y }}",
    "{% for i in [1,2] %}{% set y = i %}{% endfor %}{{ y is defined }}",
    "{% for i in [1,2] %}{{ y | default('none') }}{% set y = i %}{% endfor %}",
    "{% set a, b = [1, 2] %}{{ a }}{{ b }}",
    "{% set a, (b, c) = 1, (2, 3) %}{{ a }}{{ b }}{{ c }}",
    "{% set a = b = 1 %}",
    "{% set a %}x{{ 1 + 1 }}{% endset %}{{ a | length }}{{ a }}",
    "{% set a | upper | trim %}  x{{ 1 + 1 }} {% endset %}[{{ a }}]",
    "{% set a | replace('x', 'y') %}xx{% endset %}{{ a }}",
    "{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b is defined }}",
    "{% set ns = namespace(n=0, l=[]) %}{% for i in [1,2,3] %}{% set ns.n = ns.n + i %}{% do ns.l.append(i) %}{% endfor %}{{ ns.n }}{{ ns.l }}",
    "{% set ns = namespace() %}{% set ns.x = 1 %}{{ ns.x }}",
    "{% set ns = namespace() %}{% set ns.x %}abc{% endset %}{{ ns.x }}",
    "{% set ns = namespace(a=1) %}{% set ns.a, ns.b = 5, 6 %}{{ ns.a }}{{ ns.b }}",
    "{% set d = {} %}{% set d.x = 1 %}",
    "{% set ns.x = 1 %}",
    "{% set d = {'a': 1} %}{% do d.update({'b': 2}) %}{% do d.update(c=3) %}{% do d.pop('a') %}{{ d }}",
    "{% set d = {'a': 1} %}{% set _ = d.setdefault('l', []).append(1) %}{{ d }}",
    "{% set d = {} %}{% do d.update([('a', 1)]) %}{{ d }}{% do d.clear() %}{{ d }}",
    "{% set d = {'b': 1, 'a': 2} %}{% do d.update({'b': 3}) %}{{ d }}{{ d.pop('b') }}{{ d }}",
    "{% set l = [3,1,2] %}{% do l.sort() %}{{ l }}{% do l.reverse() %}{{ l }}{% do l.extend([9, 8]) %}{{ l }}{% do l.insert(0, 'x') %}{{ l }}{% do l.insert(-1, 'y') %}{{ l }}{% do l.remove(9) %}{{ l }}{{ l.pop() }}{{ l.pop(0) }}{{ l }}",
    "{% set l = ['b', 'A'] %}{% do l.sort() %}{{ l }}{% do l.sort(reverse=true) %}{{ l }}",
    "{% set l = [1, 'a'] %}{% do l.sort() %}",
    "{% set l = [1] %}{% set m = l %}{% do m.append(2) %}{{ l }}",
    "{% set l = [1] %}{% do l.extend('ab') %}{% do l.extend((2,)) %}{{ l }}",
    "{% set l = [] %}{% do l.append() %}",
    "{% set l = [] %}{% do l.append(1, 2) %}",
    "{% set l = [1, 2, 3] %}{% for x in l %}{% if x == 1 %}{% do l.append(4) %}{% endif %}{{ x }}{% endfor %}",
    "{% with a=1, b=2 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    "{% with %}{% set z = 1 %}{{ z }}{% endwith %}{{ z is defined }}",
    "{% set a = 1 %}{% with a=2, b=a %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% with a, b = 1, 2 %}{{ a }}{{ b }}{% endwith %}",
    "{% filter upper %}a{{ 'b' }}{% endfilter %}",
    "{% filter replace('a', 'x') | upper %}abc{% endfilter %}",
    "{% filter indent(2, true) %}a\nb{% endfilter %}",
    "{% filter trim %}{% set q = 1 %} {{ q }} {% endfilter %}{{ q is defined }}",
    "{% macro m() %}x{% endmacro %}{{ m() }}{{ m() | upper }}",
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=4, a=5) }}",
    "{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}{{ m(none) }}",
    "{% macro m(a) %}{{ a + 1 }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{% endmacro %}{{ m(b=2) }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, a=2) }}",
    "{% macro m(a, b) %}{{ a }}{{ b }}{{ varargs }}{% endmacro %}{{ m(1, 2, 3, 4) }}{{ m(1) }}",
    "{% macro m(a) %}{{ kwargs }}{% endmacro %}{{ m(1, x=1, y=2) }}{{ m(1) }}",
    "{% macro m(a=[]) %}{% do a.append(1) %}{{ a }}{% endmacro %}{{ m() }}{{ m() }}",
    "{% macro m(a, b=a ~ 'x', c=b) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}",
    "{% macro m(a=1, b) %}{% endmacro %}",
    "{% macro m(a, a) %}{% endmacro %}{{ m(1, 2) }}",
    "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% set x = 2 %}{{ m() }}",
    "{% macro m() %}{{ x }}{% endmacro %}{% set x = 3 %}{{ m() }}",
    "{% macro m() %}{% set x = 5 %}{{ x }}{% endmacro %}{{ m() }}{{ x is defined }}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}",
    "{% macro m(n) %}{{ n }}{% if n > 0 %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
    "{% for i in [1,2] %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% if true %}{% macro m() %}y{% endmacro %}{% endif %}{{ m() }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller() if caller else 'no' }}{% endmacro %}{{ m() }}{% call m() %}yes{% endcall %}",
    "{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}{% call m() %}yes{% endcall %}",
    "{% macro m() %}x{% endmacro %}{% call m() %}yes{% endcall %}",
    "{% macro m(a) %}{{ a }}{{ caller(a, 2) }}{% endmacro %}{% call(x, y=5, z=6) m(1) %}{{ x }}{{ y }}{{ z }}{% endcall %}",
    "{% macro m() %}{% for i in [1,2] %}{{ caller(i) }}{% endfor %}{% endmacro %}{% set q = 'Q' %}{% call(i) m() %}{{ q }}{{ i }}{% endcall %}",
    "{% macro m() %}{{ caller(1) }}{% endmacro %}{% call m() %}x{% endcall %}",
    "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{% call m() %}x{% endcall %}{% endcall %}",
    "{% macro m() %}{{ varargs | length }}{{ kwargs | length }}{% endmacro %}{{ m(*[1, 2], **{'a': 1}) }}",
    "{% macro m() %}  x  {% endmacro %}[{{- m() -}}]",
    "a {%- if true %} b {% endif -%} c",
    "a\n  {% if true %}\n  b\n  {% endif %}\nc\n",
    "a\n  {%- if true -%}\n  b\n  {%- endif -%}\nc\n\n",
    "a\n  {{- 1 -}}\n b",
    "a {{+ 1 }} b",
    "{#- x -#} a {# y #} b",
    "a\n{# c #}\nb",
    "{{ 'a' }}\n",
    "{{ 'a' }}\n\n",
    "\n{{ 'a' }}",
    "a\r\nb\rc",
    "{% raw %}{{ x }}{% if %}{# c #}{% endraw %}",
    "a {%- raw -%} {{ x }} {%- endraw -%} b",
    "{%raw%}x{%endraw%}",
    "{{ '{{' }}{{ '%}' }}{{ '}}' }}",
    "{{ {'a': {'b': 1}}}}",
    "{{ {'a': 1}['a'] }}",
    "{ { x } } {x} %} }} #}",
    "{{ 1 }}{ {{ 2 }}}",
    "{%if true%}a{%endif%}",
    "{%- set x = 1 -%} {{ x }}",
    "{% if 0 %}a{% elif 1 %}b{% else %}c{% endif %}",
    "{% if 0 %}a{% elif 0 %}b{% elif 1 %}c{% endif %}",
    "{% if [] %}a{% elif {} %}b{% elif '' %}c{% elif none %}d{% elif 0.0 %}e{% elif missing %}f{% else %}g{% endif %}",
    "{% if not x %}n{% endif %}",
    "{% if x is defined and x > 1 %}a{% else %}b{% endif %}",
    "{% if (1, 2) %}t{% endif %}",
    "{% if 1, %}t{% endif %}",
    "{% do 1 %}a",
    "{% do [].append(1) %}a",
    "{% set x = [1, 2, 3] | map('string') | join(',') %}{{ x }}",
    "{% set x = 1, 2 %}{{ x }}",
    "{% set x = 1 if false %}{{ x is defined }}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.next() }}{% do c.reset() %}{{ c.next() }}",
    "{% set j = joiner() %}{{ j() }}a{{ j() }}b",
    "{% set j = joiner('; ') %}{% for x in [1,2,3] %}{{ j() }}{{ x }}{% endfor %}",
    "{% set s = 'a' %}{% set s = s ~ 'b' %}{{ s }}",
    "{% set x = 1 %}{% set f %}{{ x }}{% set x = 2 %}{{ x }}{% endset %}{{ f }}{{ x }}",
    "{% set x = 5 %}{% for x in [1] %}{{ x }}{% endfor %}{{ x }}",
    "{% for x in [1,2] %}{% set x = x * 10 %}{{ x }} {% endfor %}",
    "{% for i in range(2) %}{% if loop.first %}{% set y = 'f' %}{% endif %}{{ y | default('u') }}{% endfor %}",
    "{% set y = 'o' %}{% for i in range(2) %}{% if loop.first %}{% set y = 'f' %}{% endif %}{{ y }}{% endfor %}{{ y }}",
    "{% set total = 0 %}{% for i in [1,2] %}{% set total = total + i %}{{ total }}{% endfor %}{{ total }}",
    "{{ x }}{% set x = 1 %}{{ x }}",
    "{% macro f(x) %}{% if x %}{% set y = 1 %}{% endif %}{{ y }}{% endmacro %}[{{ f(1) }}][{{ f(0) }}]",
    "{% macro f() %}{% for x in [1] %}{{ caller(x) }}{% endfor %}{% endmacro %}{% for y in [1, 2] %}{% call(z) f() %}{{ y }}{{ z }}{{ loop.index }}{% endcall %}{% endfor %}",
    "{% for x in [1, 2] %}{% set inner %}{{ loop.index }}{% endset %}{{ inner }}{% endfor %}",
    "{% for x in [[1,2],[3]] %}{% for y in x %}{{ y }}{% endfor %}{{ loop.last }}{% endfor %}",
    "{% for x in [1,2,3] %}{{ x }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for x in [1,2,3] -%}\n  {{ x }}\n{%- endfor %}",
    "{% for x in [1,2,3] %}{% if loop.index == 2 %}{% break %}{% endif %}{{ x }}{% else %}never{% endfor %}",
    "{% for k, g in [{'a':1,'b':2},{'a':1,'b':3}] | groupby('a') %}{{ k }}:{% for x in g %}{{ x.b }}{% endfor %}{% endfor %}",
    "{% for g in [{'a':1,'b':2}] | groupby('a') %}{{ g.grouper }}{{ g.list }}{{ g[0] }}{{ g }}{% endfor %}",
    "{% for row in [1,2,3,4,5] | batch(2) %}{{ row | join('-') }};{% endfor %}",
    "{% if true %}{% else %}",
    "{% for x in y %}",
    "{% endif %}",
    "{% for x in [1] %}{% endif %}{% endfor %}",
    "{% if %}a{% endif %}",
    "{% for in x %}{% endfor %}",
    "{% for x y %}{% endfor %}",
    "{% set %}",
    "{% set 1 = 2 %}",
    "{% set true = 2 %}",
    "{% set none = 2 %}",
    "{% foo %}",
    "{% %}",
    "{{ }}",
    "{{",
    "{{ 1",
    "{% if true",
    "{# never",
    "{% raw %}x",
    "{{ 'abc }}",
    "{{ (1 }}",
    "{{ 1) }}",
    "{{ [1} }}",
    "{{ 1 }",
    "{% if true %}{{ 1 %}{% endif %}",
    "{% macro %}{% endmacro %}",
    "{% macro m %}{% endmacro %}",
    "{% macro m( %}{% endmacro %}",
    "{% macro m(1) %}{% endmacro %}",
    "{% call 1 %}{% endcall %}",
    "{% call missing() %}{% endcall %}",
    "{% break %}",
    "{% continue %}",
    "{% macro m() %}{% break %}{% endmacro %}",
    "{% elif true %}",
    "{% else %}",
    "{% endfor %}",
    "{% if a %}{% elif %}{% endif %}",
    "{% if a else b %}{% endif %}",
    "{% for x in [1,2] if x else [3] %}{% endfor %}",
    "{% set x = {% %}",
    "{% filter nope %}x{% endfilter %}",
    "{% filter %}x{% endfilter %}",
    "{% with a %}{% endwith %}",
    "{% do %}",
    "{% for loop in [1] %}{{ loop }}{% endfor %}",
    "{% for x in loop %}{% endfor %}",
    "{% set loop = 1 %}{{ loop }}",
    "{% if 1 %}{% set a = 1 %}{% set a = a + 1 %}{% endif %}{{ a }}",
    "{% if false %}{{ 1 | nope }}{% endif %}ok",
    "{% if true %}{{ 1 | nope }}{% endif %}ok",
    "{{ 'ok' if true else (1 | nope) }}",
    "{% if false %}{{ 1 is nope }}{% endif %}ok",
    "{{ false and missing.x.y }}{{ true or missing.x.y }}",
    "{{ missing.x if false else 'ok' }}",
    "{% set f = 'x'.upper %}{{ f() }}",
    "{% set g = {'a': 1}.get %}{{ g('a') }}",
    "{% set l = [] %}{% set a = l.append %}{% do a(1) %}{{ l }}",
    "{% macro m(x) %}{{ x(2) }}{% endmacro %}{% macro dbl(y) %}{{ y * 2 }}{% endmacro %}{{ m(dbl) }}",
    "{{ ([1,2,3] | map('string') | list)[0] }}",
    "{% set m = [1,2] | map('string') %}{{ m | join }}-{{ m | join }}-{{ 'T' if m else 'F' }}",
    "{% set m = [1,2] | select('gt', 5) %}{% if m %}always{% endif %}{% for x in m %}{% else %}none{% endfor %}",
    "{{ [1,2] | map('string') | length }}",
    "{{ [1,2] | select is sequence }}{{ [1,2] | select is iterable }}{{ {}.items() is iterable }}",
    "{% set d = {'a': 1} %}{% set k = d.keys() %}{% do d.update(b=2) %}{{ k | list }}{{ k }}",
    "{{ ({'a': 1, 'b': 2}.keys() - {'a': 3}.keys()) | list }}",
    "{{ {'a': 1}.keys() == {'a': 2}.keys() }}{{ {'a': 1}.items() == {'a': 2}.items() }}",
    "{{ {'a': 1}.keys() | tojson }}",
    "{% set x = 'a' %}{% set x %}{{ x }}b{% endset %}{{ x }}",
    "{% set s %}a{% endset %}{{ s == 'a' }}{{ s is string }}{{ s ~ 1 }}{{ s.upper() }}{{ [s] }}",
    "{% macro m() %}a{% endmacro %}{{ m() == 'a' }}{{ [m()] }}{{ m() is string }}{{ {m(): 1} }}",
    "{% set a = {'x': [1,2]} %}{% do a.x.append(3) %}{{ a }}",
    "{% set a = {'x': {'y': 1}} %}{% do a['x'].update({'z': 2}) %}{{ a.x.z }}",
    "{{ loop }}{% for i in [1] %}{% endfor %}",
    "{% for i in [3,1,2] | sort %}{{ i }}{% endfor %}",
    "{% for i in 'a,b'.split(',') %}{{ i }};{% endfor %}",
    "{% for i, j in [[1,2],[3,4]] | map('reverse') | map('list') %}{{ i }}{{ j }}{% endfor %}",
    "{% for i in [1,2,3] | select('gt', 1) %}{{ loop.index }}{{ i }}{{ loop.last }}{% endfor %}",
    "{% for i in [1,2,3] | map('string') %}{{ loop.length }}{% endfor %}",
    "{% for i in [1,2,3] | reverse %}{{ i }}{{ loop.revindex }}{% endfor %}",
]


def expressions(block):
    # One expression a line; a backslash at a line's end and lines that begin with a space go on.
    out = []
    for line in block.strip("\n").split("\n"):
        line = line.replace("\\\\", "\\")
        if out and (line.startswith(" ") or out[-1].endswith("\\") or out[-1] in ('"multi', "1 +", "[1")):
            out[-1] += "\n" + line
        else:
            out.append(line)
    return [f"{{{{ {line} }}}}" for line in out]


def templates():
    for value in VALUES:
        for printer in PRINTERS:
            yield printer.replace("$", value)
    for subject in TEST_SUBJECTS:
        yield " ".join("{{ %s is %s }}" % (subject, test) for test in TESTS if not (test in ("even", "odd") and not subject[0].isdigit()))
    faults = set()
    for a in BINARY_SUBJECTS:
        for b in BINARY_SUBJECTS:
            fine = []
            for operator in OPERATORS + COMPARISONS:
                if operator == "**" and ("10**20" in (a, b) or "2.5" in a + b):
                    continue  # complex numbers and the last bit of fractional powers are not reproduced
                if operator == "*" and "10**20" in (a, b) and (a[0] in "'[(" or b[0] in "'[("):
                    continue
                template = "{{ (%s) %s (%s) }}" % (a, operator, b)
                result = render(template)
                if isinstance(result, str):
                    fine.append(template)
                elif result["message"] not in faults:
                    faults.add(result["message"])
                    yield template
            yield " ".join(fine)
    yield from expressions(FILTERS)
    yield from expressions(METHODS)
    yield from STATEMENTS


def render(template):
    environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    try:
        return environment.from_string(template).render()
    except Exception as error:  # every class of fault is a result here
        return {"error": type(error).__name__, "message": str(error)}


def main():
    seen = dict.fromkeys(templates())
    cases = []
    for template in seen:
        expected = render(template)
        if " at 0x" not in str(expected):  # addresses differ from run to run
            cases.append([template, expected])
    path = pathlib.Path(__file__).with_name("extra.json")
    lines = ",\n".join(json.dumps(case, ensure_ascii=True) for case in cases)
    path.write_text(f"[\n{lines}\n]\n")
    print(len(cases), "cases")


main()
