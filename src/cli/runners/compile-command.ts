import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { compileAll, compileInline } from '../../api/compile-nodes.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest, writeRunResults } from '../../api/write-artifacts.ts';
import type { Flags } from '../../config/flags.ts';
import type { KeptSql } from '../../execute/run-context.ts';
import type { CommandContext, CommandRunner } from '../command.ts';

/** `tx compile`: SQL files in the target folder; what was named on the command line is printed too. */
export const runCompileCommand: CommandRunner = async (context, flags) => {
  const opened = await openProject(flags, context);
  return keepingManifest(opened, context.events, async (compiled) => {
    const inline = flags.command['inline'];
    if (typeof inline === 'string') return compileGiven(opened, inline, context, flags);
    const ids = select(opened, context.events);
    const results = await compileAll(opened, ids, context.events, compiled);
    writeRunResults(opened, results, 0, context.events);
    const named = flags.select.length + flags.models.length > 0;
    if (named && ids.length === 1) printCompiled(opened, ids[0] ?? '', compiled, context, flags);
    return 0;
  });
};

async function compileGiven(
  opened: OpenedProject,
  inline: string,
  context: CommandContext,
  flags: Flags,
): Promise<0> {
  const { sql, result } = await compileInline(opened, inline, context.events);
  writeRunResults(opened, [result], result.executionTime, context.events);
  context.print(
    flags.command['output'] === 'json'
      ? JSON.stringify({ compiled: sql }, null, 2)
      : headed('Compiled inline node is:', sql, flags),
  );
  return 0;
}

function printCompiled(
  opened: OpenedProject,
  id: string,
  compiled: ReadonlyMap<string, KeptSql>,
  context: CommandContext,
  flags: Flags,
): void {
  const node = opened.manifest.nodes.get(id);
  const sql = compiled.get(id)?.compiledCode ?? undefined;
  if (node === undefined || sql === undefined) return;
  context.print(
    flags.command['output'] === 'json'
      ? JSON.stringify({ node: node.name, compiled: sql }, null, 2)
      : headed(`Compiled node '${node.name}' is:`, sql, flags),
  );
}

/** Under --quiet the SQL stands alone, so that it can go into a file or a client. */
const headed = (heading: string, sql: string, { quiet }: Flags): string =>
  quiet ? sql : `${heading}\n${sql}`;
