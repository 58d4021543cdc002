import type { Json, JsonObject } from '../config/json.ts';
import { hasTags } from '../template/has-tags.ts';
import { compileAsyncNative, compileSyncNative } from '../template/native.ts';
import { parseTemplate } from '../template/parse-template.ts';
import type { Scope, Value } from '../template/value.ts';
import { fromJson } from '../template/values/from-json.ts';
import { isObject } from './json-values.ts';
import { evaluateStatically } from './run-statically.ts';

/** Texts that are calls although they are written without braces. */
const LOOKS_LIKE_CALL = /^\s*(?:env_var|ref|var|source|doc)\s*\([\s\S]+\)\s*$/;
/** Arguments of a generic test rendered for its macro while parsing; the column's name stays as it is. */
export function renderTestKwargsSync(kwargs: JsonObject, scope: Scope, file: string): Map<string, Value> {
  const render = (text: string): Value => {
    const template = parseTemplate(text, { file });
    return evaluateStatically(template, scope) ?? compileSyncNative(template)(scope);
  };
  return new Map(
    Object.entries(kwargs).map(([key, value]) => [
      key,
      key === 'column_name' ? fromJson(value) : renderValue(value, render),
    ]),
  );
}

function renderValue(value: Json, render: (text: string) => Value): Value {
  if (typeof value === 'string') {
    const text = templateText(value);
    return text === null ? value : render(text);
  }
  if (Array.isArray(value)) return value.map((item: Json) => renderValue(item, render));
  if (isObject(value)) {
    return new Map(Object.entries(value).map(([key, item]) => [key, renderValue(item, render)]));
  }
  return fromJson(value);
}

/** Arguments of a generic test rendered for its macro when it is compiled: calls may give promises. */
export async function renderTestKwargs(
  kwargs: JsonObject,
  scope: Scope,
  file: string,
): Promise<Map<string, Value>> {
  const render = async (value: Json): Promise<Value> => {
    if (typeof value === 'string') {
      const text = templateText(value);
      return text === null ? value : compileAsyncNative(parseTemplate(text, { file }))(scope);
    }
    if (Array.isArray(value)) {
      const items: Value[] = [];
      for (const item of value as readonly Json[]) items.push(await render(item));
      return items;
    }
    if (!isObject(value)) return fromJson(value);
    const dict = new Map<Value, Value>();
    for (const [key, item] of Object.entries(value)) dict.set(key, await render(item));
    return dict;
  };
  const rendered = new Map<string, Value>();
  for (const [key, value] of Object.entries(kwargs)) {
    rendered.set(key, key === 'column_name' ? fromJson(value) : await render(value));
  }
  return rendered;
}

/** The text as a template; null when nothing in it is to be rendered. */
function templateText(value: string): string | null {
  if (LOOKS_LIKE_CALL.test(value)) return `{{ ${value} }}`;
  return hasTags(value) ? value : null;
}
