import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { isObject } from './json-values.ts';
import type { NodePatch } from './node-patch.ts';
import { entryError } from './property-file.ts';
import { placedIn, type WarnedText } from './text-warnings.ts';

/** What the checks look at: a text, and what its property file says. */
export interface CheckedNode extends WarnedText {
  readonly resourceType: string;
  readonly name: string;
  readonly originalFilePath: string;
  readonly patch: NodePatch | null;
}

const BOOLEANS = ['enabled', 'full_refresh', 'store_failures', 'quote_columns'];

/**
 * Warnings of config values that are taken although they mean nothing. Throws ProjectFailure TX1216 for values that
 * would silently mean something else. `call` is what the text's own `config()` gave.
 */
export function checkConfig(
  source: CheckedNode,
  config: JsonObject,
  call: JsonObject,
): readonly ProjectError[] {
  for (const key of BOOLEANS) {
    const value = config[key];
    if (value === null || value === undefined || typeof value === 'boolean') continue;
    const hint = 'Write true or false, without quotes.';
    throw new ProjectFailure(
      wrongConfig(source, key, `${JSON.stringify(value)} is not of type 'boolean'`, hint),
    );
  }
  const { materialized } = config;
  const tags = [call['tags'], source.patch?.config['tags']].find(isObject);
  return [
    ...(typeof materialized === 'string'
      ? []
      : [
          wrong(
            source,
            'materialized',
            materialized,
            'the name of a materialization',
            'Write materialized: table, say.',
          ),
        ]),
    ...(tags === undefined
      ? []
      : [wrong(source, 'tags', tags, 'a text or a list of texts', 'Write tags: [a, b].')]),
  ];
}

function wrong(
  source: CheckedNode,
  key: string,
  value: Json | undefined,
  wanted: string,
  hint: string,
): ProjectError {
  return wrongConfig(source, key, `${JSON.stringify(value ?? null)} is not ${wanted}`, hint);
}

/** A config of a wrong kind, with its place: in the property file where it stands there, else in the text. */
function wrongConfig(source: CheckedNode, key: string, what: string, hint: string): ProjectError {
  const error = {
    code: 'TX1216',
    message: `The config '${key}' of ${source.resourceType} '${source.name}' (${source.originalFilePath}) is wrong: ${what}`,
    hint,
    nodeId: source.uniqueId,
  } as const;
  const { patch } = source;
  return patch && Object.hasOwn(patch.config, key)
    ? entryError(patch.entry, ['config', key], error)
    : { ...error, ...placedIn(source, new RegExp(`\\b${key}\\b`)) };
}
