"""Prints cases for modules.test.ts: templates, and what Jinja2 with Python's own modules makes of them.

Run it where dbt is installed: python make-cases.py > cases.json && npx prettier --write cases.json
A case is [template, text], or [template, null, words of the error].
"""

import itertools
import json
import os

os.environ["TZ"] = "UTC"

from dbt.context.base import get_context_modules
from jinja2.sandbox import SandboxedEnvironment
import datetime
import decimal

environment = SandboxedEnvironment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
modules = dict(get_context_modules())
modules["datetime"]["timezone"] = datetime.timezone
modules["itertools"] = itertools
SETUP = "{% set dt = modules.datetime %}{% set re = modules.re %}{% set it = modules.itertools %}{% set tz = modules.pytz %}"

DATETIME = """
dt.date(2024, 1, 31)
[dt.date(2024, 1, 31), dt.datetime(2024, 1, 2), dt.datetime(2024, 1, 2, 3, 4, 5, 6), dt.time(1, 2), dt.time(1, 2, 3, 4), dt.timedelta(1, 2, 3), dt.timedelta(0), dt.timedelta(-1)]
dt.datetime(2024, 1, 31)
dt.datetime(2024, 1, 31, 10, 20, 30, 5)
dt.datetime(year=2024, month=2, day=29, minute=3)
dt.date(2024, 2, 28) + dt.timedelta(days=2)
dt.date(2024, 3, 1) - dt.timedelta(days=1)
dt.date(2024, 3, 1) - dt.date(2023, 3, 1)
(dt.date(2024, 3, 1) - dt.date(2023, 3, 1)).days
dt.timedelta(days=1) + dt.date(2024, 12, 31)
dt.datetime(2024, 3, 1, 12) - dt.datetime(2024, 2, 28, 13, 30)
dt.datetime(2024, 3, 1) - dt.timedelta(hours=1.5)
dt.timedelta(hours=36)
dt.timedelta(days=-1, seconds=3)
dt.timedelta(weeks=1, days=2, hours=3, minutes=4, seconds=5, milliseconds=6, microseconds=7)
dt.timedelta(minutes=0.1)
dt.timedelta(days=1).total_seconds()
dt.timedelta(milliseconds=1500).total_seconds()
dt.timedelta(hours=5) / 2
dt.timedelta(hours=5) / dt.timedelta(hours=2)
dt.timedelta(hours=5) // dt.timedelta(hours=2)
dt.timedelta(hours=5) // 7
dt.timedelta(hours=5) % dt.timedelta(hours=2)
dt.timedelta(hours=5) * 3
3 * dt.timedelta(hours=5)
dt.timedelta(hours=5) * 1.5
-dt.timedelta(hours=5)
dt.timedelta(hours=5) > dt.timedelta(hours=4)
dt.timedelta(0) | length if false else (1 if dt.timedelta(0) else 2)
dt.timedelta(days=2).seconds
dt.timedelta(hours=49).seconds
dt.timedelta.max
[dt.timedelta.min, dt.date.min, dt.date.max, dt.datetime.max, dt.time.max, dt.timedelta.resolution]
dt.date(2024, 1, 1) < dt.date(2024, 1, 2)
dt.date(2024, 1, 1) == dt.date(2024, 1, 1)
dt.date(2024, 1, 1) == dt.datetime(2024, 1, 1)
dt.datetime(2024, 1, 1) != dt.datetime(2024, 1, 1)
[dt.date(2024, 3, 1), dt.date(2024, 1, 1), dt.date(2024, 2, 1)] | sort
[dt.date(2024, 3, 1), dt.date(2024, 1, 1)] | min
[dt.date(2024, 3, 1), dt.date(2024, 1, 1)] | max
dt.date(2024, 3, 1) in [dt.date(2024, 3, 1)]
dt.datetime(2024, 3, 1, 4).date()
dt.datetime(2024, 3, 1, 4).time()
dt.datetime(2024, 3, 1, 4).timetz()
dt.datetime(2024, 3, 1, 4).replace(month=12, hour=0)
dt.date(2024, 3, 1).replace(day=31)
dt.datetime(2024, 3, 1, 4).replace(tzinfo=tz.utc)
dt.datetime(2024, 3, 1, 4, tzinfo=dt.timezone.utc).replace(tzinfo=none)
dt.datetime(2024, 3, 1, 4).isoformat()
dt.datetime(2024, 3, 1, 4, 5, 6, 7).isoformat(' ')
dt.datetime(2024, 3, 1, 4, 5, 6, 7).isoformat(timespec='milliseconds')
dt.datetime(2024, 3, 1, 4, 5, 6, 7).isoformat(' ', 'hours')
dt.datetime(2024, 3, 1, 4, 5, 6, tzinfo=tz.utc).isoformat(timespec='minutes')
dt.date(2024, 3, 1).isoformat()
dt.date(2024, 3, 1).weekday()
dt.date(2024, 3, 1).isoweekday()
dt.date(2024, 12, 31).isocalendar()
dt.date(2021, 1, 3).isocalendar()[1]
dt.date(2021, 1, 3).isocalendar().year
dt.date(2024, 3, 1).toordinal()
dt.date.fromordinal(738946)
dt.date(2024, 3, 1).ctime()
dt.datetime(2024, 3, 11, 4, 5, 6).ctime()
dt.datetime(2024, 3, 1, tzinfo=tz.utc).timestamp()
dt.datetime(2024, 3, 1, 0, 0, 0, 500000, tzinfo=tz.utc).timestamp()
dt.datetime(2024, 3, 1).timestamp() | int
dt.datetime.fromtimestamp(1709251200)
dt.datetime.fromtimestamp(1709251200.25, tz.utc)
dt.datetime.utcfromtimestamp(-1.5)
dt.date.fromtimestamp(1709251200)
dt.datetime.combine(dt.date(2024, 1, 2), dt.time(3, 4))
dt.datetime.combine(dt.date(2024, 1, 2), dt.time.min)
dt.datetime.fromisoformat('2024-01-02')
dt.datetime.fromisoformat('2024-01-02T03:04:05')
dt.datetime.fromisoformat('2024-01-02 03:04:05.678')
dt.datetime.fromisoformat('2024-01-02T03:04:05Z')
dt.datetime.fromisoformat('2024-01-02T03:04:05+05:30')
dt.datetime.fromisoformat('20240102T030405')
dt.datetime.fromisoformat('2024-W05-3')
dt.date.fromisoformat('2024-01-02')
dt.date.fromisoformat('20240102')
dt.date.fromisocalendar(2024, 5, 1)
dt.time.fromisoformat('04:23:01')
[dt.datetime.fromisoformat('2024-01-02T03:04:05-02:00')]
dt.datetime.strptime('2024-01-02', '%Y-%m-%d')
dt.datetime.strptime('2024-01-02 13:14:15.123', '%Y-%m-%d %H:%M:%S.%f')
dt.datetime.strptime('02/Jan/24 01:05 PM', '%d/%b/%y %I:%M %p')
dt.datetime.strptime('Tuesday, 2 January 2024', '%A, %d %B %Y')
dt.datetime.strptime('2024 060', '%Y %j')
dt.datetime.strptime('2024-01-02T03:04:05+0200', '%Y-%m-%dT%H:%M:%S%z')
[dt.datetime.strptime('2024-01-02Z', '%Y-%m-%d%z')]
dt.datetime.strptime('2024 10 1', '%Y %W %w')
dt.datetime.strptime('2024 10 0', '%Y %U %w')
dt.datetime.strptime('2024 10 1', '%G %V %u')
dt.datetime.strptime('20240102', '%Y%m%d').date()
dt.datetime.strptime('12:30', '%H:%M').time()
dt.datetime.strptime('69', '%y').year
dt.datetime(2024, 3, 5, 14, 7, 9, 123).strftime('%a %A %b %B %d %H %I %j %m %M %p %S %U %w %W %y %Y %f %%')
dt.datetime(2024, 3, 5, 14, 7, 9).strftime('%c | %x | %X | %D | %F | %T | %R | %r | %e | %C | %h | %k | %l | %P | %u | %V | %G | %g')
dt.datetime(2024, 3, 5, 4, 7, 9).strftime('%-d/%-m/%y %-H:%-M %_d %-j %^a %^B %-I')
dt.datetime(2024, 3, 5).strftime('[%z] [%Z]')
dt.datetime(2024, 3, 5, tzinfo=tz.utc).strftime('[%z] [%Z] %s')
dt.datetime(2024, 3, 5).strftime('%Y%m%d')
dt.date(2024, 3, 5).strftime('%Y-%m-%dT%H:%M')
dt.time(14, 5).strftime('%H.%M %Y')
dt.datetime(2024, 1, 1).strftime('%U %W %V %G')
dt.datetime(2023, 1, 1).strftime('%U %W %V %G')
dt.timezone.utc
[dt.timezone.utc, dt.timezone(dt.timedelta(hours=2)), dt.timezone(dt.timedelta(hours=-3), 'X')]
dt.timezone(dt.timedelta(hours=-3, minutes=-30))
dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2))).astimezone(dt.timezone.utc)
dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc).tzname()
dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc).utcoffset()
dt.datetime(2024, 1, 1).tzinfo
dt.datetime(2024, 1, 1).utcoffset()
dt.datetime(2024, 1, 1, tzinfo=tz.utc) - dt.datetime(2024, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))
dt.datetime(2024, 1, 1, 2, tzinfo=tz.utc) == dt.datetime(2024, 1, 1, 4, tzinfo=dt.timezone(dt.timedelta(hours=2)))
dt.time(1, 2, tzinfo=dt.timezone.utc)
dt.time(1, 2).replace(minute=3)
dt.time(1, 2) < dt.time(1, 3)
dt.datetime(2024, 1, 1).year ~ '-' ~ dt.datetime(2024, 1, 1).month
dt.date
dt.datetime
'%s' % dt.date(2024, 1, 1)
'{}'.format(dt.date(2024, 1, 1))
dt.date(2024, 1, 1) ~ ''
dt.date(2024, 1, 1) is string
dt.date(2024, 1, 1) | string
dt.datetime(1, 1, 1) + dt.timedelta(days=365)
dt.datetime(1970, 1, 1) + dt.timedelta(seconds=1700000000)
dt.date(2024, 13, 1)
dt.date(2024, 2, 30)
dt.date(0, 2, 30)
dt.datetime(2024, 2, 3, 24)
dt.date('2024', 1, 1)
dt.date(2024, 1.0, 1)
dt.datetime.strptime('2024', '%Y-%m-%d')
dt.datetime.strptime('2024-01-02x', '%Y-%m-%d')
dt.datetime.strptime('x', '%Q')
dt.datetime.fromisoformat('hello')
dt.date.fromisoformat('2024-1-2')
dt.date(2024, 1, 1) < dt.datetime(2024, 1, 1)
dt.datetime(2024, 1, 1) < dt.datetime(2024, 1, 1, tzinfo=tz.utc)
dt.datetime(2024, 1, 1) - dt.datetime(2024, 1, 1, tzinfo=tz.utc)
dt.date(2024, 1, 1) + 1
dt.date.max + dt.timedelta(days=1)
dt.timedelta(days='x')
dt.datetime.now().year > 2023
dt.datetime.utcnow().tzinfo is none
dt.datetime.now(tz.utc).utcoffset()
dt.date.today() == dt.datetime.today().date()
dt.datetime(2024, 1, 1, tzinfo='UTC')
dt.datetime(2024, 1, 1).nope is defined
"""

PYTZ = """
tz.utc
[tz.utc, tz.timezone('UTC'), tz.timezone('Etc/GMT+5'), tz.FixedOffset(90), tz.timezone('GMT')]
[tz.timezone('Europe/Paris'), tz.timezone('America/New_York'), tz.timezone('Asia/Kolkata')]
tz.timezone('Europe/Paris')
tz.timezone('europe/paris').zone
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1))
[tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)), tz.timezone('America/New_York').localize(dt.datetime(2024, 1, 1))]
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 31, 2, 30))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 31, 2, 30), is_dst=true)
tz.timezone('Europe/Paris').normalize(tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 31, 2, 30)))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 10, 27, 2, 30))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 10, 27, 2, 30), is_dst=true)
tz.timezone('Australia/Sydney').localize(dt.datetime(2024, 4, 7, 2, 30))
tz.timezone('Australia/Sydney').localize(dt.datetime(2024, 4, 7, 2, 30), is_dst=true)
dt.datetime(2024, 1, 1, tzinfo=tz.timezone('Europe/Paris'))
[dt.datetime(2024, 1, 1, tzinfo=tz.timezone('Europe/Paris'))]
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('America/Los_Angeles'))
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('Asia/Kathmandu')).isoformat()
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('America/Los_Angeles')).strftime('%Y-%m-%d %H:%M %Z %z')
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('America/Sao_Paulo')).strftime('%Z %z')
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('Africa/Casablanca')).strftime('%Z %z')
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.timezone('Europe/Dublin')).strftime('%Z %z')
tz.utc.localize(dt.datetime(2024, 1, 1)).astimezone(tz.timezone('Europe/Dublin')).strftime('%Z %z')
[tz.utc.localize(dt.datetime(2024, 1, 1)).astimezone(tz.timezone('Europe/Dublin')).tzinfo]
tz.utc.localize(dt.datetime(2024, 1, 1)).astimezone(tz.timezone('Asia/Almaty')).strftime('%Z %z')
tz.utc.localize(dt.datetime(2011, 1, 1)).astimezone(tz.timezone('Asia/Tokyo')).strftime('%Z %z')
tz.utc.localize(dt.datetime(1850, 1, 1)).astimezone(tz.timezone('Europe/Paris')).strftime('%Z %z')
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 30, 12)) + dt.timedelta(days=1)
tz.timezone('Europe/Paris').normalize(tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 30, 12)) + dt.timedelta(days=1))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)).dst()
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)).tzname()
tz.timezone('Europe/Paris').utcoffset(dt.datetime(2024, 7, 1))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)) == tz.utc.localize(dt.datetime(2024, 6, 30, 22))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)) - tz.utc.localize(dt.datetime(2024, 6, 30, 20))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 7, 1)).timestamp()
dt.datetime.fromtimestamp(1720000000, tz.timezone('Asia/Tokyo'))
tz.utc.localize(dt.datetime(2024, 7, 1)).astimezone(tz.FixedOffset(-330))
tz.all_timezones | length > 400
'Europe/Paris' in tz.common_timezones
'US/Pacific' in tz.all_timezones
tz.all_timezones[0]
tz.timezone('Mars/X')
tz.timezone('Europe/Paris').localize(tz.utc.localize(dt.datetime(2024, 7, 1)))
tz.timezone('Europe/Paris').normalize(dt.datetime(2024, 7, 1))
tz.timezone('Europe/Paris').localize(dt.datetime(2024, 3, 31, 2, 30), is_dst=none)
dt.time(1, 2, tzinfo=tz.utc)
"""

RE = r"""
re.match('(a)(b)?', 'ac').groups()
re.match('(a)(b)?', 'ac').groups('z')
re.match('b', 'ab')
re.search('b', 'ab')
re.search('b', 'ab').span()
re.fullmatch('a+', 'aab')
re.fullmatch('a|ab', 'ab').group()
re.match('(?P<y>\\d{4})-(?P<m>\\d\\d)', '2024-05').groupdict()
re.match('(?P<y>\\d{4})-(?P<m>\\d\\d)', '2024-05')['m']
re.match('(?P<y>\\d{4})-(?P<m>\\d\\d)', '2024-05').group('y', 'm')
re.match('(?P<y>\\d{4})-(?P<m>\\d\\d)', '2024-05').span('m')
re.match('(?P<y>\\d{4})-(?P<m>\\d\\d)', '2024-05').start(2)
re.match('(?P<a>.)(?P=a)', 'xx').end()
re.match('(.)(.)', 'xy').expand('\\2-\\1')
re.match('(.)(.)?', 'x').span(2)
re.match('(.)(.)', 'xy').lastindex
re.findall('a(b)?', 'abab a')
re.findall('(a)(b)?', 'aba')
re.findall('x*', 'axb')
re.findall('\\bfoo\\b', 'foo food foo')
re.findall('\\w+', 'été naïve_1')
re.findall('\\w+', 'été', re.ASCII)
re.findall('[^\\W\\d]+', 'ab12cd')
re.findall('[\\w.]+@[\\w.]+', 'mail a.b@c.d or e@f')
re.findall('^a', 'a\na', re.MULTILINE)
re.findall('^a', 'a\na')
re.findall('a$', 'a\na\n')
re.findall('a$', 'a\na\n', re.M)
re.findall('a.b', 'a\nb', re.S)
re.findall('a.b', 'a\nb')
re.findall('AB', 'abAB', re.I)
re.findall('(?i)AB', 'abAB')
re.findall('(?i:a)b', 'AB Ab ab')
re.findall('(?s).+', 'a\nb')
re.findall('(?im)^A', 'a\na')
re.findall('a # comment\n b', 'ab', re.VERBOSE)
re.findall('[]a]+', ']a]b')
re.findall('[^]]+', 'ab]c')
re.findall('[a\\-z]+', 'a-z-b')
re.findall('[-a]+', 'a-b')
re.findall('[a-]+', 'a-b')
re.findall('a{2}', 'aaaa')
re.findall('a{,2}', 'aaa')
re.findall('a{x', 'a{x')
re.findall('{', 'a{')
re.findall('a+?', 'aaa')
re.findall('\\Aab\\Z', 'ab')
re.findall('(?<=a)b', 'abcb')
re.findall('(?<!a)b', 'abcb')
re.findall('a(?!b)', 'abac')
re.findall('(?:ab)+', 'ababx')
re.findall('a|b', 'cab')
re.findall('\\$\\{(\\w+)\\}', '${x} ${y}')
re.findall('[&~#%,:;<=>@!`]', 'a&b~c#')
re.findall("'[^']*'", "a 'b' 'c'")
re.findall('\\s+', 'a  b\tc')
re.findall('\\S+', 'a  b\tc')
re.findall('\\D+', 'a1b2')
re.findall('\\.\\*', 'a.*b')
re.findall('/', 'a/b')
re.findall('\\x41\\u0042', 'AB')
re.findall('(?#note)a', 'a')
re.findall('a', 'banana') | length
re.sub('a', 'b', 'banana')
re.sub('a', 'b', 'banana', 2)
re.sub('a', 'b', 'banana', count=1)
re.sub('(\\w+) (\\w+)', '\\2 \\1', 'hello world')
re.sub('(?P<x>\\w+)', '<\\g<x>>', 'ab cd')
re.sub('(\\d)', '\\g<1>0', 'a1b2')
re.sub('\\s+', ' ', 'a   b \n c')
re.sub('^', '> ', 'a\nb', flags=re.M)
re.sub('x*', '-', 'abxd')
re.sub('(a)|b', '[\\1]', 'ab')
re.sub('[^a-zA-Z0-9]', '_', 'Hello, World!') | lower
re.sub('([a-z0-9])([A-Z])', '\\1_\\2', 'camelCaseName') | lower
re.sub('\\n', '\\\\n', 'a\nb')
re.sub('a', '$&', 'a')
re.subn('a', 'b', 'banana')
re.split('[,;]\\s*', 'a, b;c')
re.split('(,)', 'a,b')
re.split(',', 'a,b,c', 1)
re.split(',', 'a,b,c', maxsplit=1)
re.split('x*', 'axbc')
re.split('\\W+', 'Words, words.')
re.escape('a.b*c[d]-e_f g')
re.escape('https://x.y/?a=b&c')
re.compile('a(b)').match('abc').group(1)
re.compile('a(b)', re.I)
re.compile('a(b)')
re.compile('a(?P<n>b)(c)').groupindex
re.compile('a(?P<n>b)(c)').groups
re.compile('b').search('abab', 2).start()
re.compile('[a-z]+').findall('ab cd')
re.compile('a').pattern
re.compile('-').sub('_', 'a-b')
re.compile('-').split('a-b')
re.compile('a').flags
re.match(re.compile('a'), 'a').group()
re.match('a', 'b') is none
re.match('a', 'a') is not none
'yes' if re.match('a', 'a') else 'no'
re.search('b', 'abc').string
re.match('é', 'été')
re.search('x', '😀x').start()
re.match('.', '😀').group() == '😀'
re.I + re.M
re.match('(', 'a')
re.match('a)', 'a')
re.match('[a', 'a')
re.match('*a', 'a')
re.match('a', 'a').group(3)
re.match('a', 'a').group('x')
re.match('a', none)
re.match('\\q', 'a')
re.sub('a', '\\q', 'a')
re.match('(?P<a>x)(?P<a>y)', 'xy')
"""

ITERTOOLS = """
it.product([1, 2], ['a', 'b']) | list
it.product('ab', repeat=2) | list
it.product() | list
it.chain([1], (2, 3), 'ab') | list
it.chain.from_iterable([[1, 2], [3]]) | list
it.permutations([1, 2, 3]) | list
it.permutations('abc', 2) | list
it.permutations('ab', 3) | list
it.combinations([1, 2, 3], 2) | list
it.combinations_with_replacement('ab', 2) | list
it.accumulate([1, 2, 3]) | list
it.accumulate([1, 2, 3], initial=10) | list
it.zip_longest([1, 2, 3], 'a') | list
it.zip_longest([1, 2, 3], 'a', fillvalue='-') | list
it.islice([1, 2, 3, 4], 2) | list
it.islice([1, 2, 3, 4], 1, none) | list
it.islice([1, 2, 3, 4], 0, 4, 2) | list
it.islice(it.count(5), 3) | list
it.islice(it.count(1, 2), 3) | list
it.islice(it.cycle('ab'), 5) | list
it.repeat('x', 3) | list
it.compress('abcd', [1, 0, 1, 0]) | list
it.tee([1, 2])[1] | list
it.starmap(range, [(1, 3), (2, 4)]) | list
it.combinations([1], 5) | list
it.product([], [1]) | list
it.combinations([1, 2], -1) | list
it.chain([1], 5) | list
"""

BLOCKS = [
    "{% set p = modules.itertools.product([1], [2, 3]) %}{{ p | list }}{{ p | list }}",
    "{% for a, b in modules.itertools.product([1, 2], [3]) %}{{ a }}{{ b }};{% endfor %}",
    "{% for m in modules.re.finditer('[a-z]', 'a1b') %}{{ m.start() }}{{ m.group(0) }} {% endfor %}",
    "{% set d = {modules.datetime.date(2024, 1, 1): 'x'} %}{{ d }}",
    "{% set now = modules.datetime.datetime.now() %}{{ (now - now).total_seconds() }}",
    "{% set d = modules.datetime.date(2024, 1, 30) %}{% for i in range(3) %}{{ d + modules.datetime.timedelta(days=i) }} {% endfor %}",
]


def case(template):
    try:
        return [template, environment.from_string(template).render(modules=modules)]
    except Exception as error:
        return [template, None, f"{error}"]


expressions = [line for text in (DATETIME, PYTZ, RE, ITERTOOLS) for line in text.strip().split("\n")]
cases = [case(SETUP + "{{ " + line + " }}") for line in expressions] + [case(block) for block in BLOCKS]
print("[\n" + ",\n".join(json.dumps([c[0].replace(SETUP, ""), *c[1:]], ensure_ascii=False) for c in cases) + "\n]")
