import { ProjectFailure } from '../errors/project-error.ts';
import type { Json, JsonObject } from './json.ts';
import type { Project } from './project.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads the values of `--vars`: a YAML or JSON dictionary, or `key=value` pairs (`date=2026-05-26`, several with
 * commas or repeated). Later ones win. Throws ProjectFailure TX1120.
 */
export function parseVars(values: readonly string[]): JsonObject {
  let vars: JsonObject = {};
  for (const text of values) vars = { ...vars, ...parseOne(text) };
  return vars;
}

const PAIR = /^\s*[A-Za-z_][\w.-]*\s*=/;

function parseOne(text: string): JsonObject {
  if (text.trim() === '') return {};
  if (PAIR.test(text)) return parsePairs(text);
  let value: Json;
  try {
    ({ value } = readYaml(text, '--vars'));
  } catch {
    throw invalid(text, 'it is neither YAML nor key=value');
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(text, 'it is not a dictionary');
  return value as JsonObject;
}

/** `a=1,b=x`: values are read as YAML scalars; a comma inside brackets or quotes does not end a pair. */
function parsePairs(text: string): JsonObject {
  const vars: Record<string, Json> = {};
  for (const pair of splitPairs(text)) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at).trim();
    if (at < 0 || key === '') throw invalid(text, `'${pair.trim()}' is not key=value`);
    vars[key] = scalar(pair.slice(at + 1).trim());
  }
  return vars;
}

function scalar(text: string): Json {
  const { value } = readYaml(`v: ${text === '' ? "''" : text}`, '--vars');
  return (value as JsonObject)['v'] ?? null;
}

function splitPairs(text: string): readonly string[] {
  const pairs: string[] = [];
  let depth = 0;
  let quote = '';
  let current = '';
  for (const char of text) {
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if ('[{('.includes(char)) depth += 1;
    else if (']})'.includes(char)) depth -= 1;
    if (char === ',' && depth === 0 && quote === '') {
      pairs.push(current);
      current = '';
    } else current += char;
  }
  return [...pairs, current].filter((pair) => pair.trim() !== '');
}

function invalid(text: string, why: string): ProjectFailure {
  return new ProjectFailure({
    code: 'TX1120',
    message: `The value of --vars cannot be read: ${why}: ${text}`,
    hint: "Give a YAML dictionary, --vars '{date: 2026-05-26}', or pairs, --vars date=2026-05-26.",
  });
}

/**
 * The value of a variable for a node of a package: `--vars`, then vars.yml or the root's `vars:` (under the package's
 * name before the global ones), then the package's own; undefined when nobody sets it.
 */
export function lookupVar(project: Project, packageName: string, name: string): Json | undefined {
  if (Object.hasOwn(project.cliVars, name)) return project.cliVars[name];
  const own = project.packages.get(packageName);
  for (const vars of [project.varsFile ?? project.root.vars, own?.vars ?? {}]) {
    const scoped = vars[packageName];
    if (
      scoped !== null &&
      typeof scoped === 'object' &&
      !Array.isArray(scoped) &&
      Object.hasOwn(scoped, name)
    ) {
      return (scoped as JsonObject)[name];
    }
    if (Object.hasOwn(vars, name)) return vars[name];
  }
  return undefined;
}

/** Every variable that a node of the package sees, merged. */
export function varsFor(project: Project, packageName: string): JsonObject {
  const own = project.packages.get(packageName);
  const scoped = (vars: JsonObject): JsonObject => {
    const value = vars[packageName];
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
  };
  const root = project.varsFile ?? project.root.vars;
  return { ...(own?.vars ?? {}), ...scoped(own?.vars ?? {}), ...root, ...scoped(root), ...project.cliVars };
}
