import type { Json, JsonObject } from '../../config/json.ts';
import { ProjectFailure } from '../../errors/project-error.ts';
import { isJsonObject, jsonList } from '../read-json.ts';
import type { Criterion, IndirectSelection, SelectionExpression } from './expression.ts';
import { checkCriterion, parseCriterion } from './parse-criterion.ts';

/** A selector of selectors.yml. */
export interface Selector {
  readonly name: string;
  readonly isDefault: boolean;
  readonly expression: SelectionExpression;
}

const HELP = 'https://docs.getdbt.com/reference/node-selection/yaml-selectors';

/**
 * The selectors of selectors.yml by name, the later of two with one name winning. `list` is the value of `selectors:`;
 * `indirectSelection` holds where a definition says nothing. Throws ProjectFailure TX1406 for what cannot be read and
 * TX1402 for unknown methods.
 */
export function parseSelectors(
  list: Json,
  indirectSelection: IndirectSelection,
): ReadonlyMap<string, Selector> {
  const selectors = new Map<string, Selector>();
  for (const entry of jsonList(list)) {
    if (!isJsonObject(entry) || typeof entry['name'] !== 'string') {
      throw invalid(`A selector needs a name and a definition, but one is ${JSON.stringify(entry)}`);
    }
    const { name, definition = null } = entry;
    const reader = new DefinitionReader(name, selectors, indirectSelection);
    selectors.set(name, { name, isDefault: isTrue(entry['default']), expression: reader.root(definition) });
  }
  const defaults = [...selectors.values()].filter((selector) => selector.isDefault);
  if (defaults.length > 1) {
    const names = defaults.map((selector) => selector.name).join(', ');
    throw invalid(`Only one selector can have \`default: true\`, but ${defaults.length} have: ${names}`);
  }
  return selectors;
}

function isTrue(value: Json | undefined): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function invalid(message: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1406',
    message,
    hint: `See ${HELP}`,
    location: { file: 'selectors.yml' },
  });
}

/** Reads the definition of one selector; those before it in the file can be referred to. */
class DefinitionReader {
  private readonly name: string;
  private readonly known: ReadonlyMap<string, Selector>;
  private readonly indirectSelection: IndirectSelection;

  constructor(name: string, known: ReadonlyMap<string, Selector>, indirectSelection: IndirectSelection) {
    this.name = name;
    this.known = known;
    this.indirectSelection = indirectSelection;
  }

  root(definition: Json): SelectionExpression {
    const valid = 'Valid definitions are union, intersection, a string or a dictionary.';
    if (Array.isArray(definition)) {
      throw this.fail(`is a list: ${JSON.stringify(definition)}. ${valid}`);
    }
    const keys = isJsonObject(definition) ? Object.keys(definition) : [];
    if (keys.length > 1 && keys.some((key) => key === 'union' || key === 'intersection')) {
      throw this.fail(`has a union or an intersection beside other keys: ${keys.join(', ')}`);
    }
    return this.expression(definition);
  }

  private expression(definition: Json): SelectionExpression {
    if (typeof definition === 'string') return parseCriterion(definition, this.indirectSelection);
    if (!isJsonObject(definition)) {
      throw this.fail(`must be text or a dictionary, but is ${JSON.stringify(definition)}`);
    }
    if ('union' in definition) return this.group('union', definition);
    if ('intersection' in definition) return this.group('intersection', definition);
    return this.dictionary(definition);
  }

  private group(kind: 'union' | 'intersection', definition: JsonObject): SelectionExpression {
    const parts = definition[kind];
    if (!Array.isArray(parts)) throw this.fail(`must have a list under ${kind}`);
    const isExclusion = (part: Json): boolean =>
      isJsonObject(part) && 'exclude' in part && Object.keys(part).length === 1;
    const included = (parts as readonly Json[]).filter((part) => !isExclusion(part));
    const excluded = (parts as readonly Json[]).filter(isExclusion);
    if (excluded.length > 1) throw this.fail('can have one `exclude` only in a union or intersection');
    const components = included.map((part) => this.expression(part));
    const combined: SelectionExpression = { kind, components, indirectSelection: 'eager', warnAs: null };
    const [exclusion] = excluded;
    return isJsonObject(exclusion) ? this.without(combined, exclusion['exclude'] ?? null) : combined;
  }

  private without(included: SelectionExpression, excluded: Json): SelectionExpression {
    if (!Array.isArray(excluded)) throw this.fail('must have a list under exclude');
    const components = (excluded as readonly Json[]).map((part) => this.expression(part));
    const union: SelectionExpression = {
      kind: 'union',
      components,
      indirectSelection: 'eager',
      warnAs: null,
    };
    return { kind: 'difference', components: [included, union], indirectSelection: 'eager', warnAs: null };
  }

  private dictionary(definition: JsonObject): SelectionExpression {
    const entries = Object.entries(definition);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      return this.criterion({ method: only[0], value: only[1] }, `${only[0]}:${String(only[1])}`);
    }
    const { method, value, exclude } = definition;
    if (typeof method !== 'string' || value === undefined) {
      const keys = entries.map(([key]) => key).join(', ');
      throw this.fail(`needs one key, or a "method" and a "value", but has: ${keys}`);
    }
    if (method === 'selector') {
      const inherited = this.known.get(String(value));
      if (inherited === undefined) {
        throw this.fail(`refers to the selector '${String(value)}', which is not defined above it`);
      }
      return inherited.expression;
    }
    const criterion = this.criterion(definition, `${method}:${String(value)}`);
    return exclude === undefined ? criterion : this.without(criterion, exclude);
  }

  private criterion(definition: JsonObject, raw: string): Criterion {
    const [method = '', ...methodArguments] = String(definition['method']).split('.');
    return checkCriterion({
      kind: 'criterion',
      raw,
      method,
      methodArguments,
      value: String(definition['value'] ?? ''),
      childrensParents: isTrue(definition['childrens_parents']),
      parents: isTrue(definition['parents']),
      parentsDepth: this.depth(definition, 'parents_depth'),
      children: isTrue(definition['children']),
      childrenDepth: this.depth(definition, 'children_depth'),
      indirectSelection: this.mode(definition['indirect_selection']),
    });
  }

  private depth(definition: JsonObject, key: string): number | null {
    const value = definition[key] ?? null;
    if (value === null) return null;
    const depth = Number(value);
    if (!Number.isInteger(depth))
      throw this.fail(`has a ${key} that is not a whole number: ${String(value)}`);
    return depth;
  }

  private mode(value: Json | undefined): IndirectSelection {
    if (value === undefined || value === null) return this.indirectSelection;
    if (value === 'eager' || value === 'cautious' || value === 'buildable' || value === 'empty') return value;
    throw this.fail(
      `has an indirect_selection that is not eager, cautious, buildable or empty: ${String(value)}`,
    );
  }

  private fail(message: string): ProjectFailure {
    return invalid(`The definition of selector '${this.name}' ${message}`);
  }
}

/**
 * The selectors of selectors.yml as dbt writes them into the manifest: by name, with every criterion spelled out and
 * selectors that are referred to put in their place. `list` is the value of `selectors:`, null without one. Throws as `parseSelectors` does.
 */
export function selectorsForManifest(list: Json): Readonly<Record<string, Json>> {
  parseSelectors(list, 'eager');
  const definitions = new Map<string, Json>();
  const selectors: Record<string, Json> = {};
  for (const entry of jsonList(list)) {
    if (!isJsonObject(entry) || typeof entry['name'] !== 'string') continue;
    const definition = spellOut(entry['definition'] ?? null, definitions);
    definitions.set(entry['name'], definition);
    selectors[entry['name']] = { ...entry, definition };
  }
  return selectors;
}

function spellOut(definition: Json, known: ReadonlyMap<string, Json>): Json {
  if (typeof definition === 'string') return fromText(definition);
  if (!isJsonObject(definition)) return definition;
  for (const kind of ['union', 'intersection', 'exclude']) {
    if (kind in definition && Object.keys(definition).length === 1) {
      return { [kind]: jsonList(definition[kind]).map((part) => spellOut(part, known)) };
    }
  }
  const entries = Object.entries(definition);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return { method: only[0], value: only[1] };
  if (definition['method'] === 'selector') return known.get(String(definition['value'])) ?? definition;
  const { exclude } = definition;
  if (exclude === undefined) return definition;
  return { ...definition, exclude: jsonList(exclude).map((part) => spellOut(part, known)) };
}

function fromText(text: string): JsonObject {
  const criterion = parseCriterion(text, 'eager');
  return {
    method: [criterion.method, ...criterion.methodArguments].join('.'),
    value: criterion.value,
    ...(criterion.childrensParents && { childrens_parents: true }),
    ...(criterion.parents && { parents: true }),
    ...(criterion.parentsDepth !== null && { parents_depth: criterion.parentsDepth }),
    ...(criterion.children && { children: true }),
    ...(criterion.childrenDepth !== null && { children_depth: criterion.childrenDepth }),
  };
}
