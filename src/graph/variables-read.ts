import type { Json } from '../config/json.ts';
import { normalizeSource, tokenize } from '../template/lexer.ts';
import type { Token } from '../template/token.ts';
import type { Manifest } from './manifest.ts';
import type { MacroNode, SqlNode } from './node.ts';

/** What one text names: variables that it reads, and whatever it calls. */
interface Mentions {
  readonly variables: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
}

const known = new WeakMap<Manifest, Map<string, ReadonlySet<string>>>();

/**
 * Names of the variables that a node's SQL reads with `var('…')`: in every branch of its text, in the macros that it calls,
 * directly or through others, in the ephemeral models that stand inside it, and in the properties of its sources. Seen in
 * the text, so that a read behind `{% if is_incremental() %}` counts although nothing was run yet. A name that is computed
 * is not seen.
 */
export function variablesRead(node: SqlNode, manifest: Manifest): ReadonlySet<string> {
  const cache = known.get(manifest) ?? new Map<string, ReadonlySet<string>>();
  known.set(manifest, cache);
  const cached = cache.get(node.uniqueId);
  if (cached) return cached;
  const found = collect(node, manifest);
  cache.set(node.uniqueId, found);
  return found;
}

function collect(node: SqlNode, manifest: Manifest): ReadonlySet<string> {
  const own = mentions(node.rawCode);
  const variables = new Set(own.variables);
  const named = [...own.calls].flatMap((call) => macrosNamed(call, node.packageName, manifest));
  const pending = [...node.dependsOn.macros, ...named.map((macro) => macro.uniqueId)];
  const seen = new Set<string>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const macro = manifest.macros.get(id);
    if (macro === undefined) continue;
    for (const name of mentions(macro.macroSql).variables) variables.add(name);
    pending.push(...macro.dependsOnMacros);
  }
  for (const id of node.dependsOn.nodes) {
    const parent = manifest.nodes.get(id);
    if (parent?.resourceType === 'source') for (const name of parent.written.variables) variables.add(name);
    if (parent?.resourceType !== 'model' || parent.config['materialized'] !== 'ephemeral') continue;
    for (const name of variablesRead(parent, manifest)) variables.add(name);
  }
  return variables;
}

/** Names of the variables that the strings of a value read, at any depth of it. */
export function variablesInside(value: Json): readonly string[] {
  if (typeof value === 'string') return [...mentions(value).variables];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((inner: Json) => variablesInside(inner));
}

/** Macros that a call may mean: those of the caller's package and of the root before others of that name. */
function macrosNamed(name: string, packageName: string, manifest: Manifest): readonly MacroNode[] {
  const all = byName(manifest).get(name) ?? [];
  const near = all.filter((macro) =>
    [packageName, manifest.metadata.projectName].includes(macro.packageName),
  );
  return near.length > 0 ? near : all;
}

const names = new WeakMap<Manifest, ReadonlyMap<string, readonly MacroNode[]>>();

function byName(manifest: Manifest): ReadonlyMap<string, readonly MacroNode[]> {
  const made = names.get(manifest);
  if (made) return made;
  const index = new Map<string, MacroNode[]>();
  for (const macro of manifest.macros.values()) {
    index.set(macro.name, [...(index.get(macro.name) ?? []), macro]);
  }
  names.set(manifest, index);
  return index;
}

/** Whether a node's own text reads `this`, the relation as earlier runs left it. */
export function readsThis(node: SqlNode): boolean {
  if (!/\bthis\b/.test(node.rawCode)) return false;
  const tokens = tokenize(normalizeSource(node.rawCode), { file: '' });
  return tokens.some(
    ({ kind, value }, index) => kind === 'name' && value === 'this' && !isOperator(tokens[index - 1], '.'),
  );
}

const NEWEST =
  /\bmax\s*\((?:(?!\bfrom\b).)*?\bfrom\s+\{\{-?\s*this\s*-?\}\}(?!\s+(?:(?:as\s+)?\w+\s+)?where\b)/is;

/** Whether a node's own text asks `this` as a whole for the newest of what it holds: `(select max(ts) from {{ this }})`. */
export function readsNewest(node: SqlNode): boolean {
  return readsThis(node) && NEWEST.test(node.rawCode);
}

function mentions(text: string): Mentions {
  const variables = new Set<string>();
  const calls = new Set<string>();
  if (!text.includes('{')) return { variables, calls };
  const tokens = tokenize(normalizeSource(text), { file: '' });
  tokens.forEach((token, index) => {
    if (token.kind !== 'name' || !isOperator(tokens[index + 1], '(')) return;
    const read = token.value === 'var' || (token.value === 'has_var' && tokens[index - 2]?.value === 'var');
    const argument = tokens[index + 2];
    if (read && argument?.kind === 'string') variables.add(argument.value);
    else calls.add(token.value);
  });
  return { variables, calls };
}

function isOperator(token: Token | undefined, value: string): boolean {
  return token?.kind === 'operator' && token.value === value;
}
