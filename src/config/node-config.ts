import { configDefaults } from './config-defaults.ts';
import { configKey, mergeConfig } from './config-merge.ts';
import type { Json, JsonObject } from './json.ts';
import type { ConfigSection, Project } from './project.ts';

/** What a node's config is resolved from. */
export interface NodeConfigRequest {
  readonly project: Project;
  readonly section: ConfigSection;
  readonly resourceType: string;
  readonly packageName: string;
  /** fqn of the node, package first; folders and the node's own name may carry settings. */
  readonly fqn: readonly string[];
  /** `config:` of the property file. */
  readonly patchConfig?: JsonObject;
  readonly unrenderedPatch?: JsonObject;
  /** What in-file `config()` calls gave, in order merged. */
  readonly configCall?: JsonObject;
  readonly unrenderedCall?: JsonObject;
  /** A layer under everything but the defaults, e.g. what a test macro's own `config()` says. */
  readonly baseConfig?: JsonObject;
}

/** The configuration of a node, merged from all layers. */
export interface NodeConfig {
  readonly config: JsonObject;
  /** As written: before Jinja, later layers clobbering. */
  readonly unrenderedConfig: JsonObject;
}

/**
 * A node's config by dbt's precedence: defaults, its package's dbt_project.yml from broad to narrow, its property file,
 * its own `config()`, and, for nodes of a package, the root's dbt_project.yml over all of it.
 */
export function resolveNodeConfig(request: NodeConfigRequest): NodeConfig {
  const { project, section, resourceType, packageName, fqn } = request;
  const own = project.packages.get(packageName) ?? project.root;
  const layers = (unrendered: boolean): readonly JsonObject[] => {
    const sectionsOf = (from: typeof own): JsonObject =>
      (unrendered ? from.unrenderedSections : from.sections)[section] ?? {};
    const rootLayers = own.isRoot ? [] : folderLayers(sectionsOf(project.root), fqn);
    const call = (unrendered ? (request.unrenderedCall ?? request.configCall) : request.configCall) ?? {};
    // Where no property file describes the node, dbt shows what its text says unrendered over what the root says.
    const callLast = unrendered && request.patchConfig === undefined;
    return [
      ...(request.baseConfig ? [request.baseConfig] : []),
      ...folderLayers(sectionsOf(own), fqn),
      (unrendered ? (request.unrenderedPatch ?? request.patchConfig) : request.patchConfig) ?? {},
      ...(callLast ? [...rootLayers, call] : [call, ...rootLayers]),
    ];
  };
  let config = configDefaults[resourceType] ?? NOTHING;
  const replaceTags = TAGS_REPLACED.has(resourceType);
  for (const layer of layers(false)) {
    config =
      isOfFolder.has(layer) && !replaceTags
        ? overFolder(config, layer)
        : mergeConfig(config, layer, replaceTags);
  }
  const unrenderedConfig: Record<string, Json> = {};
  for (const layer of layers(true)) {
    for (const name of Object.keys(layer)) {
      unrenderedConfig[name.startsWith('+') ? name.slice(1) : name] = layer[name] ?? null;
    }
  }
  return { config, unrenderedConfig };
}

const NOTHING: JsonObject = {};

/** Settings of folders: the same ones stand over the same config for each of a folder's nodes. */
const isOfFolder = new WeakSet<JsonObject>();
const mergedFolders = new WeakMap<JsonObject, WeakMap<JsonObject, JsonObject>>();

function overFolder(config: JsonObject, layer: JsonObject): JsonObject {
  const known = mergedFolders.get(config) ?? new WeakMap<JsonObject, JsonObject>();
  mergedFolders.set(config, known);
  const merged = known.get(layer) ?? mergeConfig(config, layer);
  known.set(layer, merged);
  return merged;
}

/** Kinds whose tags do not add up from layer to layer. */
const TAGS_REPLACED: ReadonlySet<string> = new Set(['metric', 'semantic_model', 'saved_query']);

/** Settings of a section that apply to a node, broad to narrow: the top, then each part of the fqn that is a folder. */
function folderLayers(section: JsonObject, fqn: readonly string[]): JsonObject[] {
  const layers = [settingsOf(section, fqn[0] ?? '')];
  let level: JsonObject = section;
  for (const [index, part] of fqn.entries()) {
    const next = level[part] ?? level[`+${part}`];
    if (next === null || typeof next !== 'object' || Array.isArray(next)) break;
    level = next as JsonObject;
    layers.push(settingsOf(level, fqn[index + 1] ?? ''));
  }
  return layers;
}

/** Keys whose values are dictionaries although they are written without `+`. */
const DICTIONARY_KEYS = new Set([
  'meta',
  'docs',
  'quoting',
  'column_types',
  'grants',
  'persist_docs',
  'contract',
  'freshness',
  'tags',
  'snapshot_meta_column_names',
  'partition_by',
  'indexes',
]);

const knownSettings = new WeakMap<JsonObject, Map<string, JsonObject>>();

/** The settings at one level: keys with `+`, and plain keys that are not folders. */
function settingsOf(level: JsonObject, folder: string): JsonObject {
  const known = knownSettings.get(level) ?? new Map<string, JsonObject>();
  knownSettings.set(level, known);
  const key = Object.hasOwn(level, folder) ? folder : '';
  const before = known.get(key);
  if (before !== undefined) return before;
  const settings: Record<string, Json> = {};
  for (const [name, value] of Object.entries(level)) {
    if (name.startsWith('+')) settings[configKey(name)] = value;
    else if (name === folder) continue;
    else if (value === null || typeof value !== 'object' || Array.isArray(value))
      settings[configKey(name)] = value;
    else if (DICTIONARY_KEYS.has(name)) settings[name] = value;
  }
  known.set(key, settings);
  isOfFolder.add(settings);
  return settings;
}
