import type { Cell } from '../adapter-api/connection.ts';
import type { NodeSession } from '../compile/node-session.ts';
import { compileUnitTest, UnitTestInputFailure } from '../compile/unit-test.ts';
import type { UnitTestNode } from '../graph/node.ts';
import { OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { headed, toFailure } from './failure.ts';
import type { NodeClock } from './node-clock.ts';
import type { NodeOutcome } from './node-outcome.ts';
import type { RunContext } from './run-context.ts';
import { diffRows } from './unit-test-diff.ts';

const BASE = { rows: null, adapterResponse: {}, relationName: null, batchResults: null } as const;

/** Runs one unit test: what the model gives for the inputs against what it should give, in any order. */
export async function runUnitTest(
  node: UnitTestNode,
  session: NodeSession,
  run: RunContext,
  clock: NodeClock,
): Promise<NodeOutcome> {
  try {
    const compiled = await clock.phase('compile', () => compileUnitTest(node, run.env, session));
    return await clock.phase('execute', async () => {
      const { dialect } = run.env.project.profile.adapter;
      const columns = compiled.columns.map((name) => dialect.quoteIdentifier(name)).join(', ');
      const actual = await session.run(`select ${columns}\nfrom (\n${compiled.actualSql}\n) as actual`);
      const expected = await session.run(`select ${columns}\nfrom (\n${compiled.expectedSql}\n) as expected`);
      const difference = diffRows(compiled.columns, texts(actual.rows), texts(expected.rows));
      return difference === null
        ? { ...BASE, status: 'pass', failures: 0, message: null, compiledCode: compiled.actualSql }
        : {
            ...BASE,
            status: 'fail',
            failures: 1,
            message: `actual differs from expected:\n\n${difference}\n`,
            compiledCode: compiled.actualSql,
          };
    });
  } catch (thrown) {
    return failed(node, thrown, run);
  }
}

/** dbt's headings: a fault of an input is the input's, one of the queries the test's. */
function failed(node: UnitTestNode, thrown: unknown, run: RunContext): NodeOutcome {
  if (!(thrown instanceof ProjectFailure) && !(thrown instanceof OperationalError)) throw thrown;
  const heading = run.env.project.profile.adapter.faultHeading;
  const failure = toFailure(thrown, node, heading);
  const duringRun = (text: string): string =>
    headed(
      'Runtime Error',
      node,
      `An error occurred during execution of unit test '${node.name}'. There may be an error in the unit test definition: check the data types.\n${text}`,
    );
  const message =
    thrown instanceof UnitTestInputFailure
      ? headed(
          'Compilation Error',
          { ...thrown.input, originalFilePath: node.originalFilePath },
          thrown.message,
        )
      : thrown instanceof OperationalError
        ? duringRun(`${heading}\n  ${thrown.message}`)
        : failure.error.code === 'TX3203'
          ? duringRun(failure.message)
          : failure.message;
  return { ...BASE, status: 'error', failures: null, message, error: failure.error };
}

function texts(rows: readonly (readonly Cell[])[]): readonly (readonly string[])[] {
  return rows.map((row) => row.map(cellText));
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'object' && 'text' in cell) return cell.text;
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell);
}
