import type { Json } from '../../config/json.ts';
import type { Manifest } from '../../graph/manifest.ts';
import { sha256 } from '../../util/sha256.ts';
import type { OpenedProject } from '../open-project.ts';

const NAMED = /\benv_var\s*\(\s*(['"])([^'"]+)\1/g;
const ANY = /\benv_var\s*\(/g;

/**
 * What beside code and data decides what is built, as one hash: vars, target, the flags that cut the data, the
 * environment variables that templates read. Two runs with the same hash build the same of the same.
 */
export function hashOfValuesRead({ project, manifest }: Pick<OpenedProject, 'project' | 'manifest'>): string {
  const { flags, profile, packages, cliVars, varsFile, environment } = project;
  const { credentials, targetName } = profile;
  return sha256(
    JSON.stringify([
      [...packages.values()].map(({ name, vars }) => [name, vars]),
      [varsFile, cliVars],
      [targetName, credentials.database, credentials.schema],
      [flags.empty, flags.sample, flags.eventTimeStart, flags.eventTimeEnd],
      environmentRead(
        [...templates(manifest), ...textsIn([...packages.values()].map(({ vars }) => vars))],
        environment,
      ),
    ]),
  ).slice(0, 32);
}

/** The variables by name; all of them where a name is made up at run time. */
function environmentRead(
  texts: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, string | undefined])[] {
  const names = new Set<string>();
  for (const text of texts) {
    if (!text.includes('env_var')) continue;
    const named = [...text.matchAll(NAMED)];
    for (const [, , name] of named) names.add(name ?? '');
    if (named.length !== [...text.matchAll(ANY)].length) return Object.entries(environment).sort();
  }
  return [...names].sort().map((name) => [name, environment[name]]);
}

/** Variables may be templates. */
function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object')
    for (const each of Object.values(value)) yield* textsIn(each as Json);
}

function* templates(manifest: Manifest): Generator<string> {
  for (const macro of manifest.macros.values()) yield macro.macroSql;
  for (const node of manifest.nodes.values()) if ('rawCode' in node) yield node.rawCode;
}
