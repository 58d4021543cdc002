import type { Cell, QueryResult } from '../../adapter-api/connection.ts';
import { renderInline, withRun } from '../../api/compile-nodes.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { requireNodes } from '../../api/run-project.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest, writeRunResults } from '../../api/write-artifacts.ts';
import { resultOf } from '../../api/compile-nodes.ts';
import { compileNode } from '../../compile/compile-node.ts';
import { inlineNode } from '../../compile/inline-node.ts';
import type { Flags } from '../../config/flags.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { startClock } from '../../execute/node-clock.ts';
import type { NodeResult } from '../../execute/node-result.ts';
import { openSession } from '../../execute/open-session.ts';
import type { RunContext } from '../../execute/run-context.ts';
import type { SqlNode } from '../../graph/node.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext, CommandRunner } from '../command.ts';

const DEFAULT_LIMIT = 5;

/** `tx show`: the first rows of nodes, or of SQL given inline. Throws what compiling or the query throws. */
export const runShowCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  const results = await keepingManifest(opened, context.events, () =>
    withRun(opened, [], context.events, (run) =>
      isInline(flags) ? showInline(opened, run, flags, context) : showSelected(opened, run, flags, context),
    ),
  );
  writeRunResults(opened, results, 0, context.events);
  return 0;
};

function isInline(flags: Flags): boolean {
  return typeof flags.command['inline'] === 'string' || typeof flags.command['inline_direct'] === 'string';
}

function limitOf(flags: Flags): number | null {
  const limit = flags.command['limit'];
  if (limit === undefined || limit === null) return DEFAULT_LIMIT;
  return Number(limit) < 0 ? null : Number(limit);
}

async function showInline(
  opened: OpenedProject,
  run: RunContext,
  flags: Flags,
  context: CommandContext,
): Promise<readonly NodeResult[]> {
  const direct = flags.command['inline_direct'];
  const node = inlineNode(opened.project, '', 'inline_query');
  const clock = startClock();
  const sql =
    typeof direct === 'string' ? direct : await renderInline(opened, String(flags.command['inline']), run);
  const session = openSession(node, 0, run);
  const result = await session.run(previewSql(sql, limitOf(flags), run));
  print(null, result, flags, context);
  return [shown(resultOf(node, sql, clock.timings, clock.seconds()), result, run)];
}

async function showSelected(
  opened: OpenedProject,
  run: RunContext,
  flags: Flags,
  context: CommandContext,
): Promise<readonly NodeResult[]> {
  const ids = select(opened, context.events);
  if (flags.select.length + flags.models.length === 0 && flags.selector === null) {
    throw new ProjectFailure({
      code: 'TX5003',
      message: 'Either --select or --inline must be passed to show',
      hint: "Name a node, tx show --select orders, or give SQL, tx show --inline 'select 1'.",
    });
  }
  requireNodes(ids, 'show');
  const results: NodeResult[] = [];
  for (const id of ids) {
    const node = opened.manifest.nodes.get(id) as SqlNode;
    const clock = startClock();
    const session = openSession(node, 0, run);
    const sql = await clock.phase('compile', () => queryOf(node, run));
    const result = await clock.phase('execute', () => session.run(previewSql(sql, limitOf(flags), run)));
    print(node.name, result, flags, context);
    results.push(shown(resultOf(node, sql, clock.timings, clock.seconds()), result, run));
  }
  return results;
}

function shown(node: NodeResult, result: QueryResult, run: RunContext): NodeResult {
  return { ...node, adapterResponse: run.env.adapterResponse(result) };
}

async function queryOf(node: SqlNode, run: RunContext): Promise<string> {
  if (node.resourceType === 'seed') return `select * from ${node.relationName ?? node.alias}`;
  return (await compileNode(run.env, node, openSession(node, 0, run))).sql;
}

/** The query as a subquery, so that a LIMIT of its own stays its own. */
function previewSql(sql: string, limit: number | null, run: RunContext): string {
  return run.env.project.profile.adapter.dialect.limit(sql.trim().replace(/;\s*$/, ''), limit);
}

function print(name: string | null, result: QueryResult, flags: Flags, context: CommandContext): void {
  const names = result.columns.map((column) => column.name);
  if (flags.command['output'] === 'json') {
    const rows = result.rows.map((row) =>
      Object.fromEntries(row.map((cell, index) => [names[index], jsonCell(cell)])),
    );
    context.print(JSON.stringify({ ...(name === null ? {} : { node: name }), show: rows }, null, 2));
    return;
  }
  if (!flags.quiet) context.print(name === null ? 'Previewing inline node:' : `Previewing node '${name}':`);
  context.print(
    textTable(
      names,
      result.rows.map((row) => row.map(textCell)),
    ),
  );
}

function jsonCell(cell: Cell): unknown {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
    return cell;
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : cell.toString();
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('hex');
  if (cell.kind === 'decimal') return Number(cell.text);
  return cell.kind === 'timestamp' ? cell.text.replace(' ', 'T') : cell.text;
}

function textCell(cell: Cell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'object')
    return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : cell.text;
  return String(cell);
}
