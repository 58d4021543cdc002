import { parseArgs } from 'node:util';
import { startPostgres } from '../test/support/postgres-server.ts';
import { scenarios } from '../test/torture/scenarios.ts';
import { torture } from '../test/torture/torture.ts';

/**
 * `npm run torture -- [--kills N] [--seed S] [--scenario TEXT]`: kills tx at random moments, N processes a scenario, runs
 * it again, and compares with a run never killed. Gives the exit code: 1 when anything differed.
 */
export async function runTorture(argv: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      scenario: { type: 'string', default: '' },
    },
  });
  const names = (Object.keys(scenarios) as (keyof typeof scenarios)[]).filter((name) =>
    name.includes(values.scenario),
  );
  const server = names.some((name) => name.includes('Postgres')) ? await startPostgres() : null;
  if (server !== null) {
    Object.assign(process.env, { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGUSER: 'postgres' });
  }
  let code = 0;
  try {
    for (const name of names) {
      const report = await torture(name, {
        root,
        kills: Number(values.kills),
        seed: Number(values.seed),
        tell(result) {
          const verdict = result.problems.length === 0 ? 'exact' : 'DIFFERS';
          console.log(`${name} | seed ${result.seed} | ${verdict} | ${result.story.join(', ')}`);
          for (const problem of result.problems) console.log(`    ${problem.replaceAll('\n', '\n    ')}`);
        },
      });
      console.log(
        `${name}: ${report.kills} kills in ${report.trials} trials (seeds ${report.seeds.join('–')}), ` +
          `${report.exact} exact, ${report.failed.length} different`,
      );
      if (report.failed.length > 0) code = 1;
    }
  } finally {
    await server?.stop();
  }
  return code;
}
