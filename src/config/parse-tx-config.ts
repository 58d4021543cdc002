import * as v from 'valibot';
import { codeFrame } from '../errors/code-frame.ts';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import { knownKeys, txConfigSchema } from './tx-config-schema.ts';
import type { TxConfig } from './tx-config.ts';
import { locate } from './yaml-position.ts';
import { readYaml } from './yaml.ts';

const FILE = 'tx.yml';

/**
 * The settings in the text of a tx.yml, with defaults. Throws ProjectFailure TX1108 with every key and value that is wrong,
 * TX1201 when the text is not YAML.
 */
export function parseTxConfig(text: string): TxConfig {
  const value = readYaml(text, FILE).value ?? {};
  if (Array.isArray(value)) throw new ProjectFailure(noDictionary);
  const result = v.safeParse(txConfigSchema, value);
  if (result.success) return result.output;
  throw new ProjectFailure(result.issues.map((issue) => problem(innermost(issue), text)));
}

const noDictionary: ProjectError = {
  code: 'TX1108',
  message: 'tx.yml does not hold a dictionary',
  hint: `It takes: ${knownKeys([]).join(', ')}.`,
  location: { file: FILE, line: 1, column: 1 },
};

/** Of the issues of a union, the one that went deepest says what was meant. */
function innermost(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const deeper = (issue.issues ?? []).filter((inner) => (inner.path?.length ?? 0) > 0);
  const [first] = deeper;
  if (first === undefined) return issue;
  return {
    ...innermost(first),
    path: [...(issue.path ?? []), ...(first.path ?? [])],
  } as v.BaseIssue<unknown>;
}

function problem(issue: v.BaseIssue<unknown>, text: string): ProjectError {
  const at = (issue.path ?? []).map((item) => String(item.key));
  const place = locate(text, at);
  return {
    code: 'TX1108',
    ...(isUnknownKey(issue) ? unknownKey(at) : wrongValue(issue, at)),
    location: { file: FILE, ...(place ?? {}) },
    ...(place === null ? {} : { frame: codeFrame(text, place.line, place.column) }),
  };
}

function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function unknownKey(at: readonly string[]): Pick<ProjectError, 'message' | 'hint'> {
  const key = at.at(-1) ?? '';
  const known = knownKeys(at.slice(0, -1));
  const near = suggest(key, known);
  const where = at.length > 1 ? ` under ${at.slice(0, -1).join('.')}` : '';
  return {
    message: `tx.yml does not know the key '${key}'${where}`,
    hint: near === null ? `It takes: ${known.join(', ')}.` : `Did you mean '${near}'?`,
  };
}

function wrongValue(
  issue: v.BaseIssue<unknown>,
  at: readonly string[],
): Pick<ProjectError, 'message' | 'hint'> {
  const given = typeof issue.input === 'object' ? issue.received : JSON.stringify(issue.input);
  const wanted =
    issue.type === 'check' || issue.type === 'regex' || issue.expected === null
      ? issue.message
      : (issue.expected ?? issue.message);
  const subject = at.length === 0 ? 'tx.yml' : `'${at.join('.')}' in tx.yml`;
  return { message: `${subject} cannot be ${given}`, hint: `It takes ${readable(wanted)}.` };
}

/** valibot writes the values of a choice as `("error" | "warn")`. */
function readable(wanted: string): string {
  return wanted === 'Object' ? 'a dictionary' : wanted.replace(/[()"]/g, '').replaceAll(' | ', ', ');
}
