import { hostname, userInfo } from 'node:os';
import { runArguments } from '../artifacts/run-results.ts';
import { gitRevision } from '../config/git-revision.ts';
import type { Project } from '../config/project.ts';
import { txVersion } from '../config/tx-version.ts';
import { createRunLedger, type Rewrite, type RunLedger } from '../execute/run-ledger.ts';
import type { LedgerTarget } from '../ledger/ledger-tables.ts';
import type { Run } from '../ledger/runs.ts';

/** Among the arguments of a run: the hash of the values that its templates read. */
export const VALUES_READ = 'values_read';

/** Where a project's ledger stands; null without tx.yml, or with `ledger: off`. */
export function ledgerTarget(project: Project): LedgerTarget | null {
  const settings = project.tx?.ledger ?? null;
  if (settings === null) return null;
  const { adapter, credentials } = project.profile;
  return { dialect: adapter.dialect, database: credentials.database, schema: settings.schema };
}

/** The ledger of a run over these nodes; null where the project keeps none. */
export function ledgerOfRun(
  project: Project,
  runId: string,
  nodes: readonly string[],
  valuesRead: () => string,
  rewrite?: Rewrite,
): RunLedger | null {
  const target = ledgerTarget(project);
  if (target === null) return null;
  return createRunLedger(
    target,
    describeRun(project, runId, nodes, valuesRead()),
    project.profile.adapter,
    rewrite,
  );
}

function describeRun(project: Project, runId: string, nodes: readonly string[], valuesRead: string): Run {
  const { profile } = project;
  return {
    runId,
    invocationId: project.invocationId,
    project: project.root.name,
    target: profile.targetName,
    targetSchema: profile.credentials.schema,
    command: project.flags.which,
    arguments: { ...runArguments(project), [VALUES_READ]: valuesRead },
    nodes,
    status: 'running',
    startedAt: project.startedAt.toISOString(),
    finishedAt: null,
    txVersion,
    gitRevision: gitRevision(project.root.root),
    user: userName(),
    host: hostname(),
    processId: process.pid,
  };
}

/** Null where the process runs under a number that has no name, as in some containers. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
