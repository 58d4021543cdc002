import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ColumnInfo, ModelNode, Reference, SourceReference } from '../graph/node.ts';
import { fromJson } from '../template/values/from-json.ts';
import { toRepr } from '../template/values/to-text.ts';
import { sha256 } from '../util/sha256.ts';
import { asText, asTexts, isObject } from './json-values.ts';
import { entryError, type PropertyEntry } from './property-file.ts';

const TYPES = ['check', 'not_null', 'unique', 'primary_key', 'foreign_key', 'custom'];

/** A constraint with every key dbt's manifest has. Throws ProjectFailure TX1203 for one without a known type. */
export function normalizeConstraint(
  entry: PropertyEntry,
  raw: Json,
  path: readonly (string | number)[],
  ofModel: boolean,
): JsonObject {
  const constraint = isObject(raw) ? raw : {};
  const type = asText(constraint['type']);
  if (type === null || !TYPES.includes(type)) {
    const near = type === null ? null : suggest(type, TYPES);
    throw new ProjectFailure(
      entryError(entry, path, {
        code: 'TX1203',
        message: `A constraint of '${entry.name}' in ${entry.file.file.displayPath} has ${type === null ? 'no type' : `the type '${type}', which is not known`}`,
        hint: near ? `Did you mean '${near}'?` : `Types are ${TYPES.join(', ')}.`,
      }),
    );
  }
  return {
    type,
    name: asText(constraint['name']),
    expression: asText(constraint['expression']),
    warn_unenforced: constraint['warn_unenforced'] !== false,
    warn_unsupported: constraint['warn_unsupported'] !== false,
    to: asText(constraint['to']),
    to_columns: [...asTexts(constraint['to_columns'])],
    ...(ofModel ? { columns: [...asTexts(constraint['columns'])] } : {}),
  };
}

const REF =
  /^\s*ref\(\s*(?:['"]([^'"]+)['"]\s*,\s*)?['"]([^'"]+)['"]\s*(?:,\s*v(?:ersion)?\s*=\s*['"]?([^'")]+?)['"]?\s*)?\)\s*$/;
const SOURCE = /^\s*source\(\s*['"]([^'"]+)['"]\s*,\s*['"]([^'"]+)['"]\s*\)\s*$/;

/** `ref('x')` or `source('a', 'b')` written as text; null for anything else. */
export function readTextReference(
  text: string,
): { readonly ref: Reference } | { readonly source: SourceReference } | null {
  const ref = REF.exec(text);
  if (ref) {
    const [, packageName, name = '', version] = ref;
    return {
      ref: {
        name,
        package: packageName ?? null,
        version: version === undefined ? null : /^\d+$/.test(version) ? Number(version) : version,
      },
    };
  }
  const source = SOURCE.exec(text);
  return source ? { source: { sourceName: source[1] ?? '', tableName: source[2] ?? '' } } : null;
}

/** What the foreign keys of a model point at. */
export function constraintReferences(
  columns: ReadonlyMap<string, ColumnInfo>,
  constraints: readonly JsonObject[],
): { readonly refs: readonly Reference[]; readonly sources: readonly SourceReference[] } {
  const refs: Reference[] = [];
  const sources: SourceReference[] = [];
  const all = [...[...columns.values()].flatMap((column) => column.constraints), ...constraints];
  for (const { to } of all) {
    const found = typeof to === 'string' ? readTextReference(to) : null;
    if (found && 'ref' in found) refs.push(found.ref);
    else if (found) sources.push(found.source);
  }
  return { refs, sources };
}

/** The hash by which dbt tells that a contract changed: over columns, types and constraints as Python prints them. */
function contractChecksum(
  columns: ReadonlyMap<string, ColumnInfo>,
  constraints: readonly JsonObject[],
  materialized: string,
): string {
  const sorted = [...columns.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  let state = '';
  for (const column of sorted) {
    const type = column.dataType ?? 'None';
    state += `|${column.name}${type}${constraintsRepr(column.constraints, 'ColumnLevelConstraint')}`;
  }
  if (materialized === 'table' || materialized === 'incremental') {
    state += materialized + constraintsRepr(constraints, 'ModelLevelConstraint');
  }
  return sha256(state);
}

function constraintsRepr(constraints: readonly JsonObject[], className: string): string {
  return `[${constraints.map((constraint) => constraintRepr(constraint, className)).join(', ')}]`;
}

function constraintRepr(constraint: JsonObject, className: string): string {
  const fields = Object.entries(constraint).map(([key, value]) =>
    key === 'type'
      ? `type=<ConstraintType.${String(value)}: '${String(value)}'>`
      : `${key}=${toRepr(fromJson(value))}`,
  );
  return `${className}(${fields.join(', ')})`;
}

/** The `contract` of a node by its config; the checksum stands only where the contract is enforced. */
export function contractOf(
  config: JsonObject,
  columns: ReadonlyMap<string, ColumnInfo>,
  constraints: readonly JsonObject[],
): ModelNode['contract'] {
  const contract = isObject(config['contract']) ? config['contract'] : {};
  const enforced = contract['enforced'] === true;
  return {
    enforced,
    aliasTypes: contract['alias_types'] !== false,
    checksum: enforced ? contractChecksum(columns, constraints, String(config['materialized'])) : null,
  };
}
