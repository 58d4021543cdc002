import type { ColumnDefinition, Constraint } from '../adapter-api/dialect.ts';
import type { ConstraintType } from '../adapter-api/capabilities.ts';
import type { RunEnvironment } from '../compile/run-environment.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { ModelNode, SqlNode } from '../graph/node.ts';
import type { MaterializationInput } from '../materializations/plan-types.ts';

/**
 * The enforced contract of a node: its columns with types and constraints, and those of the whole model; null when no
 * contract is enforced. Throws ProjectFailure when a column has no `data_type`.
 */
export function contractOf(node: SqlNode, env: RunEnvironment): MaterializationInput['contract'] {
  if (node.resourceType !== 'model' || !node.contract.enforced) return null;
  const untyped = [...node.columns.values()].filter((column) => column.dataType === null);
  if (node.columns.size === 0 || untyped.length > 0) {
    const names = untyped.map((column) => column.name).join(', ');
    throw new ProjectFailure({
      code: 'TX3102',
      message:
        'Contracted models require data_type to be defined for each column. ' +
        (names === ''
          ? 'The model declares no columns.'
          : `Please ensure that the column name and data_type are defined within the YAML configuration for the ${JSON.stringify(names)} column(s).`),
      hint: 'Declare every column with its data_type in the property file, or set contract.enforced to false.',
      location: { file: node.patchPath?.replace(/^[^:]+:\/\//, '') ?? node.originalFilePath },
    });
  }
  return {
    columns: [...node.columns.values()].map((column): ColumnDefinition => ({
      name: column.name,
      dataType: column.dataType ?? '',
      ...(column.quote === null ? {} : { quote: column.quote }),
      constraints: column.constraints.map((constraint) => toConstraint(constraint, node, env)),
    })),
    constraints: node.constraints.map((constraint) => toConstraint(constraint, node, env)),
  };
}

/** A constraint as the dialect takes it; `to: ref('x')` becomes the rendered relation. */
function toConstraint(raw: JsonObject, node: ModelNode, env: RunEnvironment): Constraint {
  const list = (value: Json | undefined): readonly string[] =>
    Array.isArray(value) ? value.map((item: Json) => String(item)) : [];
  const to = raw['to'];
  return {
    type: String(raw['type']) as ConstraintType,
    ...(raw['name'] ? { name: String(raw['name']) } : {}),
    ...(raw['expression'] ? { expression: String(raw['expression']) } : {}),
    ...(list(raw['columns']).length > 0 ? { columns: list(raw['columns']) } : {}),
    ...(to ? { to: resolveTarget(String(to), node, env) } : {}),
    ...(list(raw['to_columns']).length > 0 ? { toColumns: list(raw['to_columns']) } : {}),
    warnUnenforced: raw['warn_unenforced'] !== false,
    warnUnsupported: raw['warn_unsupported'] !== false,
  };
}

const REFERENCE = /^\s*ref\(\s*(?:['"]([^'"]+)['"]\s*,\s*)?['"]([^'"]+)['"]/;

/** The relation that `ref('x')` names, or the text as it is (it then is a relation's name already). */
function resolveTarget(to: string, node: ModelNode, env: RunEnvironment): string {
  const match = REFERENCE.exec(to);
  if (match === null) return to;
  const [, packageName, name] = match;
  for (const id of node.dependsOn.nodes) {
    const parent = env.manifest.nodes.get(id);
    if (parent === undefined || !('relationName' in parent)) continue;
    if (parent.name === name && (packageName === undefined || parent.packageName === packageName)) {
      return parent.relationName ?? to;
    }
  }
  return to;
}
