import type { CatalogRelation } from '../../adapter-api/introspector.ts';
import { compileAll, withRun } from '../../api/compile-nodes.ts';
import { openProject, type OpenedProject } from '../../api/open-project.ts';
import { select } from '../../api/select-nodes.ts';
import { keepingManifest, write, writeRunResults } from '../../api/write-artifacts.ts';
import { catalogJson } from '../../artifacts/catalog.ts';
import { openSession } from '../../execute/open-session.ts';
import type { RunContext } from '../../execute/run-context.ts';
import { resourceTypesOf } from '../../graph/selection/resource-types.ts';
import type { ResourceType } from '../../graph/node.ts';
import type { CommandRunner } from '../command.ts';

/** `tx docs generate`: manifest.json with compiled code, and catalog.json. */
export const runDocsCommand: CommandRunner = async (context, flags) => {
  const { events } = context;
  const opened = await openProject(flags, context);
  if (flags.command['compile'] !== false) {
    await keepingManifest(opened, events, async (compiled) => {
      const ids = select(opened, events);
      writeRunResults(opened, await compileAll(opened, ids, events, compiled), 0, events);
    });
  }
  const relations =
    flags.command['empty_catalog'] === true
      ? []
      : await withRun(opened, [], events, (run) => readCatalog(opened, run));
  const kinds = new Set<ResourceType>([...resourceTypesOf('generate', flags), 'source']);
  const wanted = new Set(select(opened, events, kinds));
  write(opened, 'catalog.json', catalogJson(opened.project, opened.manifest, relations, wanted, []), events);
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
