import { TemplateObject, type KeywordArguments, type Value } from '../value.ts';
import { toArray } from '../values/iterate.ts';
import { DictView } from '../values/dict-view.ts';
import { findKey } from '../values/equals.ts';
import { getEntry, setEntry } from '../values/hashed.ts';
import { toRepr } from '../values/to-text.ts';
import { Tuple } from '../values/tuple.ts';
import type { Methods } from './method.ts';
import { TemplateFault } from './template-fault.ts';

type Dict = Map<Value, Value>;

/** Adds what Python's `dict(…)` and `dict.update(…)` take: a dict, pairs, keywords. */
export function updateDict(dict: Dict, args: readonly Value[], kwargs: KeywordArguments): void {
  const [source] = args;
  if (source instanceof Map) for (const [key, value] of source) setEntry(dict, key, value);
  else if (source instanceof TemplateObject && source.getAttribute('items') !== undefined) {
    for (const key of toArray(source)) setEntry(dict, key, source.getItem(key) ?? null);
  } else if (source !== undefined) {
    for (const pair of toArray(source)) {
      const [key, value] = toArray(pair);
      setEntry(dict, key ?? null, value ?? null);
    }
  }
  for (const [key, value] of kwargs ?? []) dict.set(key, value);
}

/** Python's methods of dicts. */
export const dictMethods: Methods<Dict> = Object.assign(Object.create(null), {
  get: (dict, [key = null, otherwise = null]) => {
    const value = getEntry(dict, key);
    return value === undefined ? otherwise : value;
  },
  items: (dict) => new DictView('dict_items', dict),
  keys: (dict) => new DictView('dict_keys', dict),
  values: (dict) => new DictView('dict_values', dict),
  pop(dict, [given = null, otherwise]) {
    const key = findKey(dict, given);
    const value = dict.get(key);
    if (value === undefined) {
      if (otherwise === undefined) throw new TemplateFault(`KeyError: ${toRepr(key)}`);
      return otherwise;
    }
    dict.delete(key);
    return value;
  },
  popitem(dict) {
    const last = [...dict].at(-1);
    if (last === undefined) throw new TemplateFault('popitem(): dictionary is empty');
    dict.delete(last[0]);
    return Tuple.fromItems(last);
  },
  setdefault(dict, [given = null, otherwise = null]) {
    const key = findKey(dict, given);
    if (!dict.has(key)) dict.set(key, otherwise);
    return dict.get(key) ?? null;
  },
  update(dict, args, kwargs) {
    updateDict(dict, args, kwargs);
    return null;
  },
  copy: (dict) => new Map(dict),
  clear(dict) {
    dict.clear();
    return null;
  },
} satisfies Methods<Dict>);
