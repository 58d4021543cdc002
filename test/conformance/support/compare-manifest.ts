type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const VOLATILE = new Set(['created_at', 'invocation_id', 'root_path', 'build_path', 'compiled_path', 'generated_at']);
const VERBATIM = new Set(['rows', 'kwargs']);
const BUILT_IN = new Set(['dbt', 'dbt_duckdb', 'dbt_postgres']);
const SECTIONS = [
  'nodes',
  'sources',
  'exposures',
  'metrics',
  'semantic_models',
  'saved_queries',
  'unit_tests',
  'groups',
  'functions',
  'docs',
  'macros',
];
const CONFIG_KEYS =
  'name resource_type package_name original_file_path database schema alias identifier relation_name fqn tags meta docs group access description config unrendered_config version latest_version quoting source_name unrendered_database unrendered_schema loader freshness loaded_at_field loaded_at_query patch_path'.split(
    ' ',
  );

type Dict = { [key: string]: Json };

const isEmpty = (value: Json): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0);

/** Drops what is null or empty, and what changes from run to run: the README of the conformance data says how. */
export function prune(value: Json, directory: string): Json {
  if (Array.isArray(value)) return value.map((item) => prune(item, directory));
  if (typeof value === 'string') return value.replaceAll(directory, '<DIR>');
  if (value === null || typeof value !== 'object') return value;
  const out: Dict = {};
  for (const [key, item] of Object.entries(value)) {
    if (VOLATILE.has(key)) continue;
    if (VERBATIM.has(key)) {
      out[key] = item;
      continue;
    }
    let pruned = prune(item, directory);
    if (/(^|\.)tags$/.test(key) && Array.isArray(pruned)) pruned = [...pruned].sort((a, b) => (String(a) < String(b) ? -1 : 1));
    if (!isEmpty(pruned)) out[key] = pruned;
  }
  return out;
}

/** The part of a manifest that the conformance data keeps, for the captures `manifest` and `config`. */
export function manifestSubset(manifest: Dict, directory: string, kind: 'manifest' | 'config'): Dict {
  const out: Dict = {};
  for (const section of SECTIONS) {
    if (kind === 'config' && ['docs', 'macros', 'groups'].includes(section)) continue;
    const kept: Dict = {};
    for (const [id, node] of Object.entries((manifest[section] ?? {}) as Dict)) {
      if (BUILT_IN.has(String((node as Dict)['package_name']))) continue;
      let pruned = prune(node, directory) as Dict;
      if (kind === 'config') {
        pruned = Object.fromEntries(Object.entries(pruned).filter(([key]) => CONFIG_KEYS.includes(key)));
      }
      delete pruned['unique_id'];
      // dbt computes these in ways of its own.
      if (['snapshot', 'test', 'unit_test'].includes(String(pruned['resource_type']))) delete pruned['checksum'];
      kept[id] = pruned;
    }
    if (Object.keys(kept).length > 0) out[section] = kept;
  }
  out['disabled'] = disabledSubset(manifest, directory);
  if (kind === 'manifest') {
    for (const section of ['parent_map', 'child_map', 'group_map']) {
      out[section] = Object.fromEntries(
        Object.entries((manifest[section] ?? {}) as Dict)
          .filter(([, ids]) => !isEmpty(ids))
          .map(([id, ids]) => [id, [...(ids as string[])].sort()]),
      );
    }
    out['selectors'] = prune(manifest['selectors'] ?? {}, directory);
  }
  return Object.fromEntries(Object.entries(out).filter(([, value]) => !isEmpty(value)));
}

function disabledSubset(manifest: Dict, directory: string): Dict {
  const out: Dict = {};
  for (const [id, list] of Object.entries((manifest['disabled'] ?? {}) as Dict)) {
    out[id] = (list as Dict[]).map((node) => {
      const pruned = prune(node, directory) as Dict;
      return Object.fromEntries(
        ['name', 'original_file_path', 'config', 'version'].filter((key) => key in pruned).map((key) => [key, pruned[key]!]),
      );
    });
  }
  return out;
}

/** What expected data says that cannot be compared (checksums of kinds that dbt hashes in ways of its own) is left out. */
export function comparable(expected: Dict): Dict {
  const copy = structuredClone(expected);
  for (const section of ['nodes', 'unit_tests']) {
    for (const node of Object.values((copy[section] ?? {}) as Dict)) {
      const dict = node as Dict;
      if (['snapshot', 'test', 'unit_test'].includes(String(dict['resource_type']))) delete dict['checksum'];
    }
  }
  return copy;
}

/** Differences between two JSON values, one line a place. */
export function differences(expected: Json | undefined, actual: Json | undefined, where = ''): string[] {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
  const isDict = (value: Json | undefined): value is Dict =>
    value !== null && typeof value === 'object' && !Array.isArray(value);
  if (isDict(expected) && isDict(actual)) {
    return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((key) =>
      differences(expected[key], actual[key], where === '' ? key : `${where} > ${key}`),
    );
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    return expected.flatMap((item, index) => differences(item, actual[index], `${where} > ${index}`));
  }
  return [`${where}: expected ${JSON.stringify(expected)?.slice(0, 300)} got ${JSON.stringify(actual)?.slice(0, 300)}`];
}
