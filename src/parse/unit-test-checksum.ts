import type { UnitTestFixture, UnitTestNode } from '../graph/node.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toRepr } from '../template/values/to-text.ts';
import { sha256 } from '../util/sha256.ts';

const FORMATS = {
  dict: "<UnitTestFormat.Dict: 'dict'>",
  csv: "<UnitTestFormat.CSV: 'csv'>",
  sql: "<UnitTestFormat.SQL: 'sql'>",
} as const;

/** The checksum of a unit test as dbt 1.12 has it, which hashes how Python prints the parts of the test. */
export function unitTestChecksum({
  model,
  versions,
  given,
  expect,
  overrides,
}: Pick<UnitTestNode, 'model' | 'versions' | 'given' | 'expect' | 'overrides'>): string {
  const inputs = given.map(
    (fixture) => `UnitTestInputFixture(input=${repr(fixture.input)}, ${partsOf(fixture)})`,
  );
  const overridden =
    overrides === null
      ? 'None'
      : `UnitTestOverrides(macros=${repr(overrides.macros)}, vars=${repr(overrides.vars)}, env_vars=${repr(overrides.envVars)})`;
  const own = [model, repr(versions), `[${inputs.join(', ')}]`, `UnitTestOutputFixture(${partsOf(expect)})`];
  const files = given.flatMap(({ fixture, rows }) => (fixture === null ? [] : [repr(rows)]));
  return sha256([...own, overridden, ...files].join('-'));
}

const partsOf = ({ rows, format, fixture }: UnitTestFixture): string =>
  `rows=${repr(rows)}, format=${FORMATS[format]}, fixture=${repr(fixture)}`;

const repr = (value: unknown): string => toRepr(fromJson(value));
