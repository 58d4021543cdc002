import type { OpenOptions } from '../../support/open-scratch.ts';

/** The folder of a project under edit. */
export interface Garden {
  write(files: Readonly<Record<string, string>>): void;
  remove(name: string): void;
  has(name: string): boolean;
  read(name: string): string;
}

/** A small project with something of most kinds: what the cache has to follow. */
export function gardenFiles(): Readonly<Record<string, string>> {
  return {
    'dbt_project.yml':
      'name: garden\nversion: "1.0"\nconfig-version: 2\nprofile: garden\nvars: {day: "2026-01-01", pots: 3}\n' +
      "on-run-start: [\"select '{{ var('pots') }}'\"]\n",
    'profiles.yml':
      'garden:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: garden.duckdb, schema: main, threads: 2}\n',
    'macros/tools.sql':
      '{% macro cents(x) %}{{ x }} * 100{% endmacro %}\n{% macro day() %}{{ var("day") }}{% endmacro %}\n',
    'models/m1.sql': "select id from {{ source('shed', 'seeds') }}",
    'models/m2.sql': "select * from {{ ref('m1') }}",
    'models/m3.sql': "select {{ cents('1') }} as c, '{{ day() }}' as d from {{ ref('m2') }}",
    'models/m4.sql': "{{ config(tags=[env_var('GARDEN_TAG', 'dry')]) }} select 1 as id",
    'models/m5.sql': "{{ config(tags=['refresh' if flags.FULL_REFRESH else 'keep']) }} select 1 as id",
    'models/m6.sql': "{{ config(tags=['threads_' ~ target.threads]) }} select 1 as id",
    'models/m7.sql': "select * from {{ ref('bulbs') }} where at > '{{ run_started_at }}'",
    'models/m8.sql': "{{ config(enabled=var('pots') > 5) }} select 8 as id",
    'models/m9.sql': "{{ config(tags=[var('day')]) }} select 9 as id",
    'models/tested.sql': "select * from {{ ref('m1') }} where kind <> '{{ var('kind', 'none') }}'",
    'models/schema_a.yml': SCHEMA_A,
    'models/schema_b.yml': SCHEMA_B,
    'models/schema_c.yml': SCHEMA_C,
    'models/docs.md': '{% docs soil %}Dark{% enddocs %}',
    'models/unit.yml':
      "unit_tests:\n  - name: u1\n    model: tested\n    given: [{input: ref('m1'), rows: [{id: 1}]}]\n    expect: {rows: [{id: 1}]}\n",
    'seeds/bulbs.csv': 'id,at\n1,2026-01-01\n',
    'snapshots/s1.sql':
      "{% snapshot s1 %}{{ config(unique_key='id', strategy='check', check_cols='all', target_schema='snap') }}select * from {{ ref('m1') }}{% endsnapshot %}",
    'tests/no_weeds.sql': "select * from {{ ref('m4') }} where id > {{ var('pots') }}",
    'analyses/plan.sql': "select * from {{ ref('m2') }}",
  };
}

const SCHEMA_A = `models:
  - name: m1
    description: "First {{ doc('soil') }}"
    columns:
      - name: id
        data_tests: [not_null]
  - name: m2
    description: Second
    config: {tags: [two]}
sources:
  - name: shed
    tables:
      - name: seeds
        columns: [{name: id, data_tests: [unique]}]
      - name: tools
`;

const SCHEMA_B = `models:
  - name: m3
    columns: [{name: c, data_tests: [{accepted_values: {arguments: {values: [100]}}}]}]
  - name: m5
    config: {meta: {pots: "{{ var('pots') }}"}}
    columns: [{name: id, data_tests: [unique, {relationships: {arguments: {to: ref('m1'), field: id}}}]}]
exposures:
  - name: market
    type: dashboard
    owner: {name: Rose}
    depends_on: [ref('m3')]
`;

/** Entries that read different variables, tests of two sources, and a unit test that stays as it is. */
const SCHEMA_C = `# One
models:
  - name: m4
    config: {meta: {first: "{{ var('soil', 'loam') }}"}}
    columns: [{name: id, data_tests: [not_null]}]
  - name: m6
    config: {meta: {second: "{{ var('light', 'sun') }}"}}
    columns: [{name: id, data_tests: [not_null]}]
  - name: m9
    columns: [{name: id, data_tests: [not_null]}]
seeds:
  - name: bulbs
    columns: [{name: id, data_tests: [not_null]}]
sources:
  - name: lake
    tables: [{name: fish, columns: [{name: id, data_tests: [not_null]}]}]
  - name: wood
    description: Trees
    tables: [{name: trees, columns: [{name: id, data_tests: [not_null]}]}]
exposures:
  - name: fair
    type: dashboard
    owner: {name: Rose}
    depends_on: ["ref('m4')", "source('wood', 'trees')"]
unit_tests:
  - name: u2
    model: tested
    given: [{input: ref('m1'), rows: [{id: 2}]}]
    expect: {rows: [{id: 2}]}
`;

const HEALED = 'everything as it was';

/** Gives edits one after the other, the same for the same seed; some break the project, most do not. */
export function gardenEdits(
  seed: number,
  garden: Garden,
): () => { readonly title: string; readonly options: OpenOptions } {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  let count = 0;
  let options: OpenOptions = {};
  const append = (name: string, text: string): void => {
    if (garden.has(name)) garden.write({ [name]: garden.read(name) + text });
  };
  const replace = (name: string, from: RegExp, to: string): void => {
    if (garden.has(name)) garden.write({ [name]: garden.read(name).replace(from, to) });
  };
  const model = (): string => `models/m${Math.ceil(random() * 9)}.sql`;
  const edits: Readonly<Record<string, () => void>> = {
    'a comment in a model': () => append(model(), `\n-- ${count}`),
    'another comment in a model': () => append(model(), `\n-- ${count} again`),
    'a model refers elsewhere': () =>
      garden.write({ 'models/m3.sql': `select * from {{ ref('${pick(['m1', 'm2', 'm4', 'bulbs'])}') }}` }),
    'a model reads a variable': () =>
      garden.write({ 'models/m4.sql': "select {{ var('pots') }} as id, '{{ var('day') }}' as d" }),
    'a model has other settings': () =>
      garden.write({
        'models/m4.sql': `{{ config(tags=['t${count}'], materialized='${pick(['table', 'view'])}') }} select 4`,
      }),
    'a model has an alias': () =>
      garden.write({ 'models/m6.sql': `{{ config(alias='a${Math.ceil(random() * 2)}') }} select 6` }),
    'an alias that is taken': () => garden.write({ 'models/m6.sql': "{{ config(alias='m1') }} select 6" }),
    'a new model': () => garden.write({ [`models/n${count}.sql`]: "select * from {{ ref('m1') }}" }),
    'a model goes': () => garden.remove(pick(['models/m5.sql', 'models/m7.sql', `models/n${count - 1}.sql`])),
    'a model comes back': () =>
      garden.write({ 'models/m5.sql': 'select 5 as id', 'models/m7.sql': 'select 7 as id' }),
    'another description': () => replace('models/schema_a.yml', /Second.*/, `Second ${count}`),
    'another test': () =>
      replace(
        'models/schema_a.yml',
        /data_tests: \[not_null.*\]/,
        `data_tests: [not_null${pick(['', ', unique'])}]`,
      ),
    'another test of a source': () =>
      replace(
        'models/schema_a.yml',
        /data_tests: \[unique.*\]\}\]/,
        `data_tests: [unique${pick(['', ', not_null'])}]}]`,
      ),
    'no tests at all': () => replace('models/schema_a.yml', /data_tests: \[not_null.*\]/, 'data_tests: []'),
    'other tests of one entry': () =>
      replace(
        'models/schema_c.yml',
        new RegExp(
          `(name: ${pick(['m4', 'm6', 'm9', 'bulbs', 'fish', 'trees'])}[^\\[]*\\[[^\\[]*data_tests: )\\[[^\\]]*\\]`,
        ),
        `$1${pick(['[]', '[unique]', '[not_null]', '[unique, not_null]', '[not_null, unique]'])}`,
      ),
    'a node is described': () =>
      replace('models/schema_c.yml', /second: .*/, `second: "${count} {{ var('light', 'sun') }}"}}`),
    'a source is described': () => replace('models/schema_c.yml', /Trees.*/, `Trees ${count}`),
    'an exposure has another owner': () => replace('models/schema_c.yml', /Rose.*\}/, `Rose ${count}}`),
    'an entry reads another variable': () =>
      replace(
        'models/schema_c.yml',
        /first: .*/,
        `first: "{{ var('${pick(['soil', 'light', 'kind'])}', 0) }}"}}`,
      ),
    'a comment in a property file': () => replace('models/schema_c.yml', /^# .*/, `# ${count}\n# and more`),
    'entries in another order': () =>
      replace('models/schema_c.yml', /( {2}- name: m6[^]*?)( {2}- name: m9[^]*?)(?=seeds:)/, '$2$1'),
    'an entry has another name': () =>
      replace('models/schema_c.yml', /name: m[79]/, `name: ${pick(['m7', 'm9'])}`),
    'a unit test beside models': () =>
      replace('models/schema_c.yml', /rows: \[\{id: \d+\}\]/, `rows: [{id: ${count}}]`),
    'a group that is not there': () =>
      replace('models/schema_b.yml', /config: \{meta/, 'config: {group: none, meta'),
    'the group is taken back': () => replace('models/schema_b.yml', /group: none, /g, ''),
    'an exposure depends on another': () =>
      replace('models/schema_b.yml', /depends_on: .*/, `depends_on: [ref('${pick(['m1', 'm3'])}')]`),
    'an entry of nothing': () => append('models/schema_b.yml', pick(['', '\nmodels_: []\n'])),
    'a macro': () =>
      garden.write({
        'macros/tools.sql': `${gardenFiles()['macros/tools.sql']}\n{% macro m${count}() %}{% endmacro %}`,
      }),
    'a macro says something else': () =>
      garden.write({
        'macros/tools.sql': `{% macro cents(x) %}{{ x }}{{ config(tags=['c${count}']) }}{% endmacro %}{% macro day() %}{{ var('day') }}{% endmacro %}`,
      }),
    'a macro of names': () =>
      garden.write({
        'macros/names.sql': `{% macro generate_alias_name(custom_alias_name, node) %}{{ node.name }}_${count}{% endmacro %}`,
      }),
    'no macro of names': () => garden.remove('macros/names.sql'),
    'a docs block': () => garden.write({ 'models/docs.md': `{% docs soil %}Dark ${count}{% enddocs %}` }),
    'a seed': () => append('seeds/bulbs.csv', `${count},2026-01-01\n`),
    'a snapshot': () => append('snapshots/s1.sql', '\n'),
    'a singular test': () => append('tests/no_weeds.sql', `\n-- ${count}`),
    'an analysis': () => append('analyses/plan.sql', `\n-- ${count}`),
    'a unit test': () => replace('models/unit.yml', /rows: \[\{id: \d+\}\]/, `rows: [{id: ${count}}]`),
    'other variables': () =>
      (options = { ...options, vars: { day: `2026-01-0${1 + Math.floor(random() * 3)}` } }),
    'another kind': () => (options = { ...options, vars: { kind: pick(['fern', 'moss']) } }),
    'another soil': () => (options = { ...options, vars: { soil: pick(['clay', 'sand']) } }),
    'more pots': () => (options = { ...options, vars: { pots: Math.floor(random() * 9) } }),
    'another environment': () =>
      (options = { ...options, environment: { GARDEN_TAG: pick(['wet', 'dry']) } }),
    'full refresh': () => (options = { ...options, fullRefresh: pick([true, false]) }),
    'a package': () =>
      garden.write({
        'dbt_packages/spade/dbt_project.yml': 'name: spade\nversion: "1.0"\nconfig-version: 2\n',
        [`dbt_packages/spade/models/dig.sql`]: `select ${count} as id`,
        'packages.yml': 'packages: [{local: spade}]\n',
      }),
    'a project setting': () => replace('dbt_project.yml', /version: "1.*"/, `version: "1.${count}"`),
    [HEALED]: () => garden.write(gardenFiles()),
    nothing: () => undefined,
  };
  return () => {
    count += 1;
    const titles = Array.from({ length: random() < 0.3 ? 2 : 1 }, () => pick(Object.keys(edits)));
    // A garden that stays broken is parsed whole at each step.
    if (random() < 0.2) titles.unshift(HEALED);
    for (const title of titles) edits[title]?.();
    return { title: `${seed}.${count}: ${titles.join(' and ')}`, options };
  };
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
