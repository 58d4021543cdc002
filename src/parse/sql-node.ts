import type { Json, JsonObject } from '../config/json.ts';
import { configDefaults } from '../config/config-defaults.ts';
import { resolveNodeConfig } from '../config/node-config.ts';
import type { ConfigSection } from '../config/project.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { AnalysisNode, Checksum, ColumnInfo, SqlNode } from '../graph/node.ts';
import { nodeToJson } from '../graph/node-json.ts';
import { filledIn } from '../util/filled-in.ts';
import type { Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { constraintReferences, contractOf } from './constraints.ts';
import { gatherFacts, gatherHooks } from './gather-facts.ts';
import { asList, asObject, asText, asTexts, distinct } from './json-values.ts';
import { nodeNames } from './node-names.ts';
import { patchColumns, patchConstraints, patchDescription, patchPath, type NodePatch } from './node-patch.ts';
import { relationValue } from './relation-of.ts';
import type { ParseSession } from './session.ts';
import type { Capture } from './capture.ts';
import { checkConfig } from './config-checks.ts';
import { undefinedCall } from './text-warnings.ts';

/** A node before its text was rendered: what its file and its property file say. */
export interface SqlNodeSource {
  readonly resourceType: SqlNode['resourceType'];
  readonly section: ConfigSection;
  readonly uniqueId: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly displayPath: string;
  readonly fqn: readonly string[];
  readonly rawCode: string;
  readonly firstLine: number;
  readonly checksum: Checksum;
  readonly patch: NodePatch | null;
  readonly version?: string | number | null;
  /** Config between the property file's and the text's own. */
  readonly extraTags?: readonly string[];
  /** Values that the text sees beside the usual ones. */
  readonly extraValues?: Readonly<Record<string, () => Value>>;
  /** Facts that are known without rendering. */
  readonly facts?: Capture;
}

/** What all SQL nodes have in common, except for their kind. */
export type SqlNodeBase = Omit<AnalysisNode, 'resourceType'>;

/** A node's common part and what its text said. */
export interface BuiltNode {
  readonly base: SqlNodeBase;
  readonly facts: Capture;
  readonly constraints: readonly JsonObject[];
}

/**
 * Renders a node's text, resolves its config and gives it its names. Throws ProjectFailure with all that is known of the
 * fault's place.
 */
export function buildSqlNode(session: ParseSession, source: SqlNodeSource): BuiltNode {
  let model: Value | undefined;
  const subject = {
    name: source.name,
    packageName: source.packageName,
    displayPath: source.displayPath,
    rawCode: source.rawCode,
    firstLine: source.firstLine,
    relation: () => relationValue(session, provisionalBase(session, source)),
    model: () => (model ??= fromJson(nodeToJson(asNode(source, provisionalBase(session, source))))),
  };
  const { facts, scope } = withNode(source, () =>
    source.facts ? { facts: source.facts, scope: null } : gatherFacts(session, subject, source.extraValues),
  );
  const { config: resolved, unrenderedConfig } = configOf(session, source, facts);
  const config = withBegin(resolved);
  session.warnings.push(...checkConfig(source, config, facts.configCall));
  for (const name of facts.undefinedCalls)
    session.warnings.push(undefinedCall(source, name, scope?.names() ?? []));
  if (scope) {
    const hooks = [...asList(config['pre-hook']), ...asList(config['post-hook'])];
    withNode(source, () => gatherHooks(session, scope, hooks, source.displayPath));
  }
  const described = describe(session, source);
  const base = baseOf(session, source, { facts, config, unrenderedConfig, described });
  const names = withNode(source, () =>
    nodeNames(session, {
      name: source.name,
      packageName: source.packageName,
      version: source.version ?? null,
      schema: asText(nameOf(facts, config, 'schema')),
      database: asText(config['database']),
      alias: asText(config['alias']),
      node: () => asNode(source, base),
    }),
  );
  return { base: filledIn(base, names), facts, constraints: described.constraints };
}

/** What is known of a node. */
interface NodeParts {
  readonly facts: Capture;
  readonly config: JsonObject;
  readonly unrenderedConfig: JsonObject;
  readonly described: ReturnType<typeof describe>;
}

/** The common part before the node has its names. */
function baseOf(
  session: ParseSession,
  source: SqlNodeSource,
  { facts, config, unrenderedConfig, described }: NodeParts,
): SqlNodeBase {
  const references = constraintReferences(described.columns, described.constraints);
  const base = filledIn(provisionalBase(session, source), {
    description: described.description,
    tags: distinct([...(source.extraTags ?? []), ...tagsInOrder(asTexts(config['tags']), source, facts)]),
    meta: asObject(config['meta']),
    config,
    unrenderedConfig,
    refs: [...facts.refs, ...references.refs],
    sources: [...facts.sources, ...references.sources],
    metrics: facts.metrics,
    dependsOn: { nodes: [], macros: facts.macros },
    columns: described.columns,
    docs: docsOf(config),
    patchPath: described.patchPath,
    docBlocks: described.docBlocks,
    group: asText(nameOf(facts, config, 'group')),
    contract: contractOf(config, described.columns, described.constraints),
    configCall: facts.configCall,
  });
  return facts.functions.length > 0 ? filledIn(base, { functions: facts.functions }) : base;
}

/** The relation's full name as SQL. */
export function relationName(session: ParseSession, base: SqlNodeBase): string {
  return session.project.profile.adapter.dialect.renderRelation({
    database: base.database === '' ? null : base.database,
    schema: base.schema,
    identifier: base.alias,
    quoting: session.quoting,
  });
}

/** `schema=none` or `group=none` in the text counts for the node although the config keeps the folder's. */
function nameOf(facts: Capture, config: JsonObject, key: string): Json {
  const own = facts.configCall[key];
  return own === null && Object.hasOwn(facts.configCall, key) ? null : (config[key] ?? null);
}

function configOf(session: ParseSession, source: SqlNodeSource, facts: Capture) {
  const { patch } = source;
  return resolveNodeConfig({
    project: session.project,
    section: source.section,
    resourceType: source.resourceType,
    packageName: source.packageName,
    fqn: source.fqn,
    ...(patch ? { patchConfig: patch.config, unrenderedPatch: patch.unrenderedConfig } : {}),
    configCall: withoutNulls(facts.configCall, configDefaults[source.resourceType] ?? {}),
    ...(facts.unrenderedCall ? { unrenderedCall: facts.unrenderedCall } : {}),
  });
}

/** As dbt notes them: the project's and those of the text, and those of the property file when it comes to that. */
function tagsInOrder(
  tags: readonly string[],
  { patch }: SqlNodeSource,
  { configCall }: Capture,
): readonly string[] {
  const described = asTexts(patch?.config['tags']).length;
  const end = tags.length - asTexts(configCall['tags']).length;
  if (described === 0 || end < described) return tags;
  const start = end - described;
  return [...tags.slice(0, start), ...tags.slice(end), ...tags.slice(start, end)];
}

/** `begin` as an instant, as dbt writes it: a date alone means its midnight. */
function withBegin(config: JsonObject): JsonObject {
  const { begin } = config;
  if (typeof begin !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(begin)) return config;
  return { ...config, begin: `${begin}T00:00:00` };
}

/** None in the text does not replace what is configured elsewhere, except for keys of the project's own. */
function withoutNulls(call: JsonObject, defaults: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(call).filter(([key, value]) => value !== null || !Object.hasOwn(defaults, key)),
  );
}

function describe(session: ParseSession, { patch, uniqueId }: SqlNodeSource) {
  const description = patch ? patchDescription(patch, uniqueId, session) : { text: '', docBlocks: [] };
  return {
    columns: patch ? patchColumns(patch, uniqueId, session) : new Map<string, ColumnInfo>(),
    constraints: patch ? patchConstraints(patch) : [],
    description: description.text,
    docBlocks: description.docBlocks,
    patchPath: patch ? patchPath(patch.entry) : null,
  };
}

function docsOf(config: JsonObject): SqlNodeBase['docs'] {
  const docs = asObject(config['docs']);
  return { show: docs['show'] !== false, nodeColor: asText(docs['node_color']) };
}

/** The node as its own text sees it: names by the target, nothing configured. */
function provisionalBase(session: ParseSession, source: SqlNodeSource): SqlNodeBase {
  const { credentials } = session.project.profile;
  return {
    uniqueId: source.uniqueId,
    name: source.name,
    packageName: source.packageName,
    path: source.path,
    originalFilePath: source.originalFilePath,
    fqn: source.fqn,
    description: '',
    tags: [],
    meta: {},
    config: {},
    unrenderedConfig: {},
    createdAt: session.createdAt,
    database: credentials.database,
    schema: credentials.schema,
    alias: source.name,
    relationName: null,
    rawCode: source.rawCode,
    language: 'sql',
    checksum: source.checksum,
    refs: [],
    sources: [],
    metrics: [],
    dependsOn: { nodes: [], macros: [] },
    columns: new Map(),
    docs: { show: true, nodeColor: null },
    patchPath: null,
    docBlocks: [],
    group: null,
    contract: { enforced: false, aliasTypes: true, checksum: null },
    firstLine: source.firstLine,
    configCall: {},
  };
}

/** The common part as a node of its kind, for JSON that templates see. */
function asNode(source: SqlNodeSource, base: SqlNodeBase): SqlNode {
  if (source.resourceType === 'model') {
    return {
      ...base,
      resourceType: 'model',
      access: 'protected',
      constraints: [],
      version: source.version ?? null,
      latestVersion: source.patch?.version?.latest ?? null,
      deprecationDate: null,
      primaryKey: [],
      timeSpine: null,
    };
  }
  if (source.resourceType === 'test') {
    return {
      ...base,
      resourceType: 'test',
      testMetadata: null,
      columnName: null,
      attachedNode: null,
      fileKeyName: null,
    };
  }
  return {
    ...base,
    resourceType: source.resourceType,
    rootPath: '',
    index: null,
    arguments: [],
    returns: null,
    extra: {},
  } as SqlNode;
}

/** Errors that know no node yet get this one. */
function withNode<T>(source: SqlNodeSource, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    throw new ProjectFailure(
      thrown.errors.map((error) => ({
        nodeId: source.uniqueId,
        ...error,
        location: error.location ?? { file: source.displayPath },
      })),
    );
  }
}
