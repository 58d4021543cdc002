import type { Relation } from '../adapter-api/relation.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import type { GraphNode, SqlNode, UnitTestNode } from '../graph/node.ts';
import { readReference, readSource } from '../parse/capture.ts';
import { TemplateFunction, type Value } from '../template/value.ts';
import type { InjectedCte } from './ephemeral.ts';
import { findReference, manifestIndex, type Referable } from './manifest-index.ts';
import type { NodeSession } from './node-session.ts';
import { narrowed, type Window } from './reading-window.ts';
import type { RunEnvironment } from './run-environment.ts';
import { sourceValue } from './source-relation.ts';

/** What `ref()` and `source()` need to know of the node they stand in. */
export interface ReferenceContext {
  readonly env: RunEnvironment;
  readonly node: SqlNode;
  readonly session: NodeSession;
  readonly batch: Window | null;
  /** Inputs of a unit test, by unique id: they stand in for the relations. */
  readonly fixtures: ReadonlyMap<string, InjectedCte> | null;
  /** The unit test whose inputs these are: nothing else may be read. */
  readonly unitTest: UnitTestNode | null;
  /** Where the new state of nodes stands that are not published yet, by unique id. */
  readonly staged: ReadonlyMap<string, Relation> | null;
  /** Told of every ephemeral model referred to, and of fixtures used. */
  readonly onCte: (nodeId: string) => void;
  /** Refs must be among the node's dependencies; hooks and operations may name anything. */
  readonly strict: boolean;
}

/** `ref()` while compiling: the relation of the node, a CTE for an ephemeral one, the state's relation under --defer. */
export function refFunction(context: ReferenceContext): TemplateFunction {
  return new TemplateFunction('ref', async (args, kwargs) => {
    const reference = readReference('ref', args, kwargs);
    const { env, node } = context;
    const found = findReference(env.manifest, reference, {
      root: env.project.root.name,
      own: node.packageName,
    });
    if (found === undefined) throw unknownReference(reference.name, node, env);
    refuseUngiven(found.uniqueId, reference.name, 'node', context);
    if (context.strict && !node.dependsOn.nodes.includes(found.uniqueId)) throw notCaptured(found, node);
    return referenceValue(found, context);
  });
}

async function referenceValue(found: Referable, context: ReferenceContext): Promise<Value> {
  const { env, fixtures, onCte } = context;
  const { dialect } = env.project.profile.adapter;
  const fixture = fixtures?.get(found.uniqueId);
  const relation = relationOfNode(found, env);
  if (fixture) {
    onCte(found.uniqueId);
    return new RelationValue({ ...relation, type: 'cte' }, dialect, { text: fixture.name });
  }
  if (found.config['materialized'] === 'ephemeral') {
    onCte(found.uniqueId);
    const cte: Relation = {
      ...relation,
      database: null,
      schema: null,
      identifier: cteName(found),
      type: 'cte',
    };
    return new RelationValue(cte, dialect, { text: cteName(found) });
  }
  const staged = context.staged?.get(found.uniqueId) ?? null;
  const deferred = staged ?? (await deferredRelation(found, relation, context));
  return narrowed(new RelationValue(deferred ?? relation, dialect), found, env, context.batch);
}

/** The CTE's name of an ephemeral model. */
export function cteName(node: Referable): string {
  return `__dbt__cte__${node.alias}`;
}

/** The name of the relation that a node builds; its type is the warehouse's to tell. */
export function relationOfNode(node: SqlNode, env: RunEnvironment): Relation {
  const quoting = (node.config['quoting'] ?? {}) as Readonly<Record<string, unknown>>;
  const part = (name: 'database' | 'schema' | 'identifier'): boolean =>
    typeof quoting[name] === 'boolean' ? quoting[name] : env.quoting[name];
  return {
    database: node.database === '' ? null : node.database,
    schema: node.schema,
    identifier: node.alias,
    // What stands in the warehouse under this name is not known here.
    type: null,
    quoting: { database: part('database'), schema: part('schema'), identifier: part('identifier') },
  };
}

/** With --defer: the relation of the state manifest, when this one is not selected here and is not built yet. */
async function deferredRelation(
  found: Referable,
  relation: Relation,
  context: ReferenceContext,
): Promise<Relation | null> {
  const { env, session } = context;
  const other = env.deferTo?.nodes.get(found.uniqueId);
  if (other === undefined || !('alias' in other)) return null;
  if (env.selected.includes(found.uniqueId)) return null;
  const missing = env.project.flags.favorState || (await session.getRelation(relation)) === null;
  return missing
    ? { ...relation, database: other.database, schema: other.schema, identifier: other.alias }
    : null;
}

/** `source()` while compiling. */
export function sourceFunction(context: ReferenceContext): TemplateFunction {
  return new TemplateFunction('source', (args) => {
    const { sourceName, tableName } = readSource(args);
    const { env, node, fixtures, onCte } = context;
    const found = manifestIndex(env.manifest).source(sourceName, tableName, node.packageName);
    if (found === undefined) throw unknownReference(`${sourceName}.${tableName}`, node, env, 'source');
    refuseUngiven(found.uniqueId, `${sourceName}.${tableName}`, 'source', context);
    const fixture = fixtures?.get(found.uniqueId);
    const value = sourceValue(found, env);
    if (fixture) {
      onCte(found.uniqueId);
      return new RelationValue({ ...value.relation, type: 'cte' }, value.dialect, { text: fixture.name });
    }
    return narrowed(value, found, env, context.batch);
  });
}

/** A unit test reads its inputs and nothing else. */
function refuseUngiven(id: string, name: string, kind: 'node' | 'source', context: ReferenceContext): void {
  const { unitTest, fixtures, env } = context;
  if (unitTest === null || fixtures?.has(id) === true) return;
  const [error] = unknownReference(name, unitTest, env, kind).errors;
  const call = kind === 'source' ? `source('${name.replace('.', "', '")}')` : `ref('${name}')`;
  throw new ProjectFailure({
    ...(error as ProjectError),
    hint: `Add it to the inputs: given: [{input: "${call}", rows: []}]`,
  });
}

function unknownReference(
  name: string,
  node: GraphNode,
  env: RunEnvironment,
  kind: 'node' | 'source' = 'node',
): ProjectFailure {
  const names = [...env.manifest.nodes.values()].flatMap((other) =>
    kind === 'source'
      ? other.resourceType === 'source'
        ? [`${other.sourceName}.${other.name}`]
        : []
      : 'alias' in other
        ? [other.name]
        : [],
  );
  const near = suggest(name, names);
  const title = node.resourceType.replace(
    /(^|_)([a-z])/g,
    (_, gap: string, letter: string) => gap + letter.toUpperCase(),
  );
  return new ProjectFailure({
    code: 'TX1301',
    message: `${title} '${node.uniqueId}' (${node.originalFilePath}) depends on a ${kind} named '${name}' which was not found`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
    nodeId: node.uniqueId,
  });
}

function notCaptured(found: Referable, node: SqlNode): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3205',
    message: `tx was unable to infer all dependencies for the model "${node.name}". This typically happens when ref() is placed within a conditional block.`,
    hint: `Add this to the top of the model: -- depends_on: {{ ref('${found.name}') }}`,
    nodeId: node.uniqueId,
  });
}
