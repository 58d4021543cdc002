import {
  boolYaml11Tag,
  defineScalarTag,
  NOT_RESOLVED,
  Schema,
  timestampTag,
  YAML11_SCHEMA,
  YAMLException,
} from 'js-yaml';
import { loadYaml } from '../util/load-yaml.ts';
import { codeFrame } from '../errors/code-frame.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { Json } from './json.ts';

/** A YAML document and what is odd about it. */
export interface YamlDocument {
  readonly value: Json;
  readonly warnings: readonly ProjectError[];
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP =
  /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?$/;

/** Dates stay the text they are written as: dbt prints Python's dates in that form. */
const dateText = defineScalarTag<string>('tag:yaml.org,2002:timestamp', {
  ...timestampTag,
  implicit: true,
  resolve: (source, ...rest) => {
    if (DATE.test(source) || TIMESTAMP.test(source)) return source;
    return timestampTag.resolve(source, ...rest) as never;
  },
  identify: () => false,
});

/** `yes`, `on`, `true` and their opposites; a bare `y` or `n` is text for PyYAML. */
const pythonBool = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  ...boolYaml11Tag,
  implicit: true,
  resolve: (source, ...rest) =>
    source.length === 1 ? NOT_RESOLVED : (boolYaml11Tag.resolve(source, ...rest) as never),
});

/** YAML 1.1 as PyYAML reads it: `yes` and `on` are booleans, `010` is 8, merge keys work; dates are text. */
const SCHEMA = new Schema([
  ...YAML11_SCHEMA.tags.filter((tag) => tag !== timestampTag && tag !== boolYaml11Tag),
  dateText,
  pythonBool,
]);

/** Reads a document. Throws ProjectFailure TX1201 with line, column and frame when it is not YAML. */
export function readYaml(written: string, file: string): YamlDocument {
  // As dbt reads a file: without white space at its end.
  const text = written.trimEnd();
  if (!/^\s*[^\s#]/m.test(text)) return { value: null, warnings: [] };
  try {
    return { value: plain(loadYaml(text, { schema: SCHEMA, filename: file })), warnings: [] };
  } catch (thrown) {
    if (!(thrown instanceof YAMLException)) throw thrown;
    if (!/duplicated mapping key/.test(thrown.message)) throw yamlFailure(thrown, text, file);
    return readWithDuplicates(text, file, thrown);
  }
}

/** As dbt: a key that stands twice is a warning, and the last one wins. */
function readWithDuplicates(text: string, file: string, first: YAMLException): YamlDocument {
  try {
    const value = plain(loadYaml(text, { schema: SCHEMA, filename: file, json: true }));
    const { location, frame } = placeOfException(first, text, file);
    const warning: ProjectError = {
      code: 'TX1202',
      message: 'A key stands twice in the same mapping; the last one is taken',
      hint: 'Remove one of the two.',
      location,
      frame,
    };
    return { value, warnings: [warning] };
  } catch (thrown) {
    if (thrown instanceof YAMLException) throw yamlFailure(thrown, text, file);
    throw thrown;
  }
}

function placeOfException(exception: YAMLException, text: string, file: string) {
  const mark = exception.mark as { readonly line?: number; readonly column?: number } | undefined;
  const line = (mark?.line ?? 0) + 1;
  const column = (mark?.column ?? 0) + 1;
  return { location: { file, line, column }, frame: codeFrame(text, line, column) };
}

function yamlFailure(exception: YAMLException, text: string, file: string): ProjectFailure {
  const { location, frame } = placeOfException(exception, text, file);
  const tab = /^\s*\t/.test(text.split('\n')[location.line - 1] ?? '');
  return new ProjectFailure({
    code: 'TX1201',
    message: `${file} is not valid YAML: ${exception.reason ?? exception.message.split('\n')[0]} (line ${location.line}, column ${location.column})`,
    ...(tab ? { hint: 'YAML takes no tabs for indentation; use spaces.' } : {}),
    location,
    frame,
  });
}

/** Plain JSON: dictionaries without a prototype's names in the way, no `undefined`. */
function plain(value: unknown): Json {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value as Json;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  const out: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    out[pythonKey(key)] = plain(item);
  }
  return out;
}

/** Keys that YAML reads as booleans or null print as Python's. */
function pythonKey(key: string): string {
  return key === 'true' ? 'True' : key === 'false' ? 'False' : key;
}
