import type { Json, JsonObject } from '../config/json.ts';
import type { ColumnInfo } from '../graph/node.ts';
import { columnEntries, columnInfos, type ColumnEntry } from './columns.ts';
import { normalizeConstraint } from './constraints.ts';
import { asList, asObject, deepMerge } from './json-values.ts';
import type { PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry, type Description } from './render-properties.ts';
import type { ParseSession } from './session.ts';
import { resolveVersions, type VersionProperties } from './versions.ts';

/** What a property file says of one node, or of one version of a model. */
export interface NodePatch {
  readonly entry: PropertyEntry;
  /** Rendered properties of the whole entry. */
  readonly properties: JsonObject;
  /** The version's part; null for what has no versions. */
  readonly version: VersionProperties | null;
  /** `config:` rendered, with the settings that may also stand beside it. */
  readonly config: JsonObject;
  /** What dbt's `unrendered_config` takes from it. */
  readonly unrenderedConfig: JsonObject;
  readonly columns: readonly ColumnEntry[];
}

/** Settings of a model that may stand beside `config:`. */
const CONFIG_KEYS = ['meta', 'docs', 'access', 'group'];

/**
 * The patches of an entry: one, or one a version. They are found by the name of the file they describe (`m_v2`, or
 * `defined_in`). Throws ProjectFailure.
 */
export function readPatches(entry: PropertyEntry, session: ParseSession): ReadonlyMap<string, NodePatch> {
  const properties = renderEntry(entry, session);
  const config = withTopLevel(entry.section, properties);
  const versions = entry.section === 'models' ? resolveVersions(entry, properties) : null;
  if (versions === null) {
    const raw = asObject(entry.raw['config']);
    const patch: NodePatch = {
      entry,
      properties,
      version: null,
      config,
      unrenderedConfig: asObject(deepMerge(config, raw)),
      columns: columnEntries(entry, properties),
    };
    return new Map([[entry.name, patch]]);
  }
  const base = columnEntries(entry, properties);
  const rawVersions = asList(entry.raw['versions']);
  return new Map(
    versions.map((version): [string, NodePatch] => {
      const merged = versionConfig(config, version);
      const raw = asObject(asObject(rawVersions[version.index])['config']);
      return [
        version.fileName,
        {
          entry,
          properties,
          version,
          config: merged,
          unrenderedConfig: asObject(deepMerge(merged, raw)),
          columns: [
            ...base.filter((column) => version.includes(column.name)),
            ...columnEntries(entry, { columns: version.columns }, version.path),
          ],
        },
      ];
    }),
  );
}

/** What describes the node: the version's text where it has one. Throws ProjectFailure for an unknown docs block. */
export function patchDescription(patch: NodePatch, uniqueId: string, session: ParseSession): Description {
  const own = patch.version?.properties['description'];
  return own === undefined || own === null
    ? renderDescription(patch.entry, [], patch.properties['description'], uniqueId, session)
    : renderDescription(patch.entry, patch.version?.path ?? [], own, uniqueId, session);
}

/** The columns that a patch describes. */
export function patchColumns(
  patch: NodePatch,
  uniqueId: string,
  session: ParseSession,
): ReadonlyMap<string, ColumnInfo> {
  return columnInfos(patch.entry, patch.columns, uniqueId, session);
}

/** The constraints of the whole model. */
export function patchConstraints(patch: NodePatch): readonly JsonObject[] {
  const own = patch.version?.properties['constraints'];
  const [list, path] =
    own === undefined
      ? [patch.properties['constraints'], [] as readonly (string | number)[]]
      : [own, patch.version?.path ?? []];
  return asList(list).map((constraint, index) =>
    normalizeConstraint(patch.entry, constraint, [...path, 'constraints', index], true),
  );
}

/** `package://path` of the property file, as the manifest has it. */
export function patchPath(entry: PropertyEntry): string {
  return `${entry.file.file.packageName}://${entry.file.file.originalFilePath}`;
}

function withTopLevel(section: string, properties: JsonObject): JsonObject {
  const config: Record<string, Json> = { ...asObject(properties['config']) };
  const keys = section === 'models' ? CONFIG_KEYS : ['meta', 'docs'];
  for (const key of keys) {
    const value = properties[key];
    if (value === undefined || value === null) continue;
    config[key] =
      key === 'meta' || key === 'docs'
        ? { ...asObject(value), ...asObject(config[key]) }
        : (config[key] ?? value);
  }
  return config;
}

/** The model's config with the version's over it; what the model says of access wins over what the version says. */
function versionConfig(config: JsonObject, version: VersionProperties): JsonObject {
  const own: Record<string, Json> = { ...asObject(version.properties['config']) };
  const { access, docs } = version.properties;
  if (access !== undefined && access !== null && config['access'] === undefined) own['access'] ??= access;
  if (docs !== undefined && docs !== null) own['docs'] ??= docs;
  return asObject(deepMerge(config, own));
}
