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
      // One query, so that both sides have the same types.
      const rowsOf = (side: Side, sql: string): string =>
        `select ${columns}, '${side}' as actual_or_expected\nfrom (\n${sql}\n) as ${side}`;
      const result = await session.run(
        `${rowsOf('actual', compiled.actualSql)}\nunion all\n${rowsOf('expected', compiled.expectedSql)}`,
      );
      const [actual, expected] = [rowsWith('actual', result.rows), rowsWith('expected', result.rows)];
      const difference = diffRows(compiled.columns, actual, expected);
      const adapterResponse = run.env.adapterResponse(result);
      return difference === null
        ? {
            ...BASE,
            adapterResponse,
            status: 'pass',
            failures: 0,
            message: null,
            compiledCode: compiled.actualSql,
          }
        : {
            ...BASE,
            adapterResponse,
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
  const failure = toFailure(thrown, node, run.env.project);
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
        ? duringRun(`${run.env.project.profile.adapter.faultHeading}\n  ${failure.error.message}`)
        : failure.error.code === 'TX3203'
          ? duringRun(failure.message)
          : failure.message;
  return { ...BASE, status: 'error', failures: null, message, error: failure.error };
}

type Side = 'actual' | 'expected';

/** The rows of one side without the mark that tells whose they are. */
function rowsWith(side: Side, rows: readonly (readonly Cell[])[]): readonly (readonly string[])[] {
  return rows.filter((row) => row.at(-1) === side).map((row) => row.slice(0, -1).map(cellText));
}

function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'object' && 'text' in cell) return cell.text;
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell);
}
