import {
  binaryTag,
  defineMappingTag,
  defineScalarTag,
  mergeTag,
  NOT_RESOLVED,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';
import { loadYaml } from '../../util/load-yaml.ts';
import { TemplateFault } from '../runtime/template-fault.ts';
import type { Value } from '../value.ts';
import { getEntry, makeSet, setEntry } from '../values/hashed.ts';
import { readYamlScalar } from './yaml-scalars.ts';

const scalarTag = (name: string) =>
  defineScalarTag<Value>(`tag:yaml.org,2002:${name}`, {
    implicit: true,
    resolve: (source) => readYamlScalar(source) ?? (readYamlScalar(source) === null ? null : NOT_RESOLVED),
    identify: () => false,
  });

const mapTag = defineMappingTag<Map<Value, Value>>('tag:yaml.org,2002:map', {
  create: () => new Map(),
  addPair(dict, key, value) {
    setEntry(dict, key as Value, value as Value);
    return '';
  },
  has: (dict, key) => getEntry(dict, key as Value) !== undefined,
  keys: (dict) => dict.keys(),
  get: (dict, key) => getEntry(dict, key as Value),
  identify: () => false,
});

const setTag = defineMappingTag<Value[], Set<Value>>('tag:yaml.org,2002:set', {
  create: () => [],
  addPair(items, key) {
    items.push(key as Value);
    return '';
  },
  has: () => false,
  keys: (set) => set,
  get: () => null,
  finalize: (items) => makeSet(items),
  identify: () => false,
});

/** One tag reads all that PyYAML recognises; the others serve documents that name a tag. */
const SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  setTag,
  binaryTag,
  mergeTag,
  ...['null', 'bool', 'int', 'float', 'timestamp'].map(scalarTag),
]);

/** A YAML document as template values, as PyYAML reads it. Undefined when the text is not YAML. */
export function readYaml(text: string): Value | undefined {
  if (text.trim() === '') return null;
  try {
    return loadYaml(text, { schema: SCHEMA, json: true }) as Value;
  } catch (thrown) {
    if (thrown instanceof YAMLException || thrown instanceof TemplateFault) return undefined;
    throw thrown;
  }
}
