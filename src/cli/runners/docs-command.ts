import type { CatalogRelation } from '../../adapter-api/introspector.ts';
import { compileAll, withRun } from '../../api/compile-nodes.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { write, writeManifest, writeRunResults } from '../../api/write-artifacts.ts';
import { catalogJson } from '../../artifacts/catalog.ts';
import { openSession } from '../../execute/run-node.ts';
import type { RunContext } from '../../execute/run-context.ts';
import type { CommandRunner } from '../command.ts';

/** `tx docs generate`: manifest.json with compiled code, and catalog.json. */
export const runDocsCommand: CommandRunner = async (context, flags) => {
  const { events } = context;
  const opened = await openProject(flags, context);
  if (flags.command['compile'] === false) writeManifest(opened, events);
  else {
    const ids = select(opened, ['model', 'test', 'analysis', 'snapshot', 'seed', 'operation'], events);
    const { compiled, results } = await compileAll(opened, ids, events);
    writeManifest(opened, events, compiled);
    writeRunResults(opened, results, 0, events);
  }
  const relations =
    flags.command['empty_catalog'] === true
      ? []
      : await withRun(opened, [], events, (run) => readCatalog(opened, run));
  write(opened, 'catalog.json', catalogJson(opened.project, opened.manifest, relations, []), events);
  events.emit({
    kind: 'message',
    level: 'info',
    name: 'CatalogWritten',
    text: `Catalog written to ${opened.project.targetDirectory}`,
  });
  return 0;
};

/** The relations of every schema that the project builds in or reads from: one query a database. */
async function readCatalog(opened: OpenedProject, run: RunContext): Promise<readonly CatalogRelation[]> {
  const schemas = new Map<string, Set<string>>();
  for (const node of opened.manifest.nodes.values()) {
    const placed = 'alias' in node || node.resourceType === 'source';
    if (!placed || node.resourceType === 'test' || node.resourceType === 'operation') continue;
    const list = schemas.get(node.database) ?? new Set<string>();
    list.add(node.schema);
    schemas.set(node.database, list);
  }
  const { introspector } = opened.project.profile.adapter;
  const connection = await openSession(null, 0, run).connection();
  const relations: CatalogRelation[] = [];
  for (const [database, names] of schemas) {
    relations.push(...(await introspector.catalog(connection, database, [...names])));
  }
  return relations;
}
