import path from 'node:path';
import { suggest } from '../errors/did-you-mean.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { Scope } from '../template/value.ts';
import type { Json, JsonObject } from './json.ts';
import type { ConfigSection, DispatchEntry, Package } from './project.ts';
import { readTextFile } from './read-text-file.ts';
import { renderYaml } from './render-yaml.ts';
import { checkVersion } from './require-version.ts';
import { locate } from './yaml-position.ts';
import { readYaml } from './yaml.ts';

/** dbt_project.yml as read, before Jinja. */
export interface RawProject {
  readonly root: string;
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
}

const SECTIONS: readonly ConfigSection[] = [
  'models',
  'seeds',
  'snapshots',
  'sources',
  'data_tests',
  'unit_tests',
  'analyses',
  'exposures',
  'metrics',
  'semantic-models',
  'saved-queries',
  'functions',
];

const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...SECTIONS,
  'tests',
  'name',
  'version',
  'config-version',
  'profile',
  'model-paths',
  'seed-paths',
  'test-paths',
  'snapshot-paths',
  'macro-paths',
  'analysis-paths',
  'docs-paths',
  'asset-paths',
  'function-paths',
  'osi-paths',
  'target-path',
  'log-path',
  'packages-install-path',
  'clean-targets',
  'quoting',
  'on-run-start',
  'on-run-end',
  'require-dbt-version',
  'dispatch',
  'vars',
  'query-comment',
  'restrict-access',
  'dbt-cloud',
  'flags',
  'packages',
  'source-paths',
  'data-paths',
  'modules-path',
  'anchors',
]);

/** Reads dbt_project.yml of a folder. Throws ProjectFailure when there is none or it is not YAML. */
export function readProjectFile(root: string): RawProject {
  const file = path.join(root, 'dbt_project.yml');
  const text = readTextFile(file, () => ({
    code: 'TX1101',
    message: `No dbt_project.yml found at expected path ${file}`,
    hint: 'Run tx in the project folder, or name it with --project-dir.',
    location: { file },
  }));
  const { value } = readYaml(text, 'dbt_project.yml');
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalid('dbt_project.yml does not parse to a dictionary', text, []);
  }
  return { root, file, text, value: value as JsonObject };
}

function invalid(message: string, text: string, at: readonly string[], hint?: string): ProjectFailure {
  return new ProjectFailure(problem(message, text, at, hint));
}

function problem(message: string, text: string, at: readonly string[], hint?: string): ProjectError {
  const place = at.length > 0 ? locate(text, at) : null;
  return {
    code: 'TX1102',
    message,
    ...(hint ? { hint } : {}),
    location: { file: 'dbt_project.yml', ...(place ?? {}) },
  };
}

/** Hooks, variables and the query comment are rendered later, where they are used. */
function isLate(at: readonly (string | number)[]): boolean {
  const [first] = at;
  if (first === 'vars' || first === 'on-run-start' || first === 'on-run-end' || first === 'query-comment')
    return true;
  return at.some((key) => /^\+?(pre|post)[-_]hook$/.test(String(key)));
}

/**
 * The folder, below the project's, that packages are installed into. No target is chosen when packages are installed:
 * what the rest of the file says with it is left alone. Throws ProjectFailure with every fault of the file's form.
 */
export function packagesFolder(raw: RawProject, scope: Scope): string {
  const errors = checkKeys(raw);
  if (errors.length > 0) throw new ProjectFailure(errors);
  const { name, 'packages-install-path': folder, 'require-dbt-version': required } = raw.value;
  checkVersion(renderYaml(required ?? null, scope, 'dbt_project.yml'), String(name));
  return String(renderYaml(folder ?? 'dbt_packages', scope, 'dbt_project.yml'));
}

/** A package from its dbt_project.yml. Throws ProjectFailure with every fault of the file. */
export function loadPackage(raw: RawProject, scope: Scope, isRoot: boolean): Package {
  const errors = checkKeys(raw);
  if (errors.length > 0) throw new ProjectFailure(errors);
  const value = renderYaml(raw.value, scope, 'dbt_project.yml', isLate) as JsonObject;
  const name = String(value['name'] ?? '');
  checkVersion(value['require-dbt-version'], name);
  const list = (key: string, otherwise: readonly string[]): readonly string[] =>
    stringList(value[key]) ?? otherwise;
  const testPaths = list('test-paths', ['tests']);
  const paths = {
    model: list('model-paths', ['models']),
    seed: list('seed-paths', ['seeds']),
    test: testPaths,
    snapshot: list('snapshot-paths', ['snapshots']),
    macro: list('macro-paths', ['macros']),
    analysis: list('analysis-paths', ['analyses']),
    function: list('function-paths', ['functions']),
    docs: list('docs-paths', []),
  };
  return {
    name,
    version: value['version'] === undefined ? null : String(value['version']),
    root: raw.root,
    isRoot,
    paths,
    targetPath: String(value['target-path'] ?? 'target'),
    logPath: String(value['log-path'] ?? 'logs'),
    packagesInstallPath: String(value['packages-install-path'] ?? 'dbt_packages'),
    cleanTargets: list('clean-targets', [String(value['target-path'] ?? 'target')]),
    quoting: objectOf(value['quoting']) as Package['quoting'],
    sections: sections(value),
    unrenderedSections: sections(raw.value),
    vars: objectOf(raw.value['vars']),
    dispatch: dispatchOf(value['dispatch']),
    onRunStart: stringList(raw.value['on-run-start']) ?? [],
    onRunEnd: stringList(raw.value['on-run-end']) ?? [],
    queryComment: raw.value['query-comment'],
    requireVersion: stringList(value['require-dbt-version']) ?? [],
    restrictAccess: value['restrict-access'] === true,
    flags: objectOf(value['flags']),
  };
}

function sections(value: JsonObject): Readonly<Record<ConfigSection, JsonObject>> {
  const found = Object.fromEntries(SECTIONS.map((key) => [key, objectOf(value[key])])) as Record<
    ConfigSection,
    JsonObject
  >;
  return { ...found, data_tests: { ...objectOf(value['tests']), ...found.data_tests } };
}

function objectOf(value: Json | undefined): JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {};
}

function stringList(value: Json | undefined): readonly string[] | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.map((item: Json) => String(item)) : [String(value)];
}

function dispatchOf(value: Json | undefined): readonly DispatchEntry[] {
  return (Array.isArray(value) ? value : []).map((entry: Json) => {
    const settings = objectOf(entry);
    return {
      macroNamespace: String(settings['macro_namespace'] ?? ''),
      searchOrder: stringList(settings['search_order']) ?? [],
    };
  });
}

/** Faults that dbt reports before it renders the file: names, versions, types, keys nobody knows. */
function checkKeys(raw: RawProject): readonly ProjectError[] {
  const { value, text } = raw;
  const errors: ProjectError[] = [];
  const name = value['name'];
  if (name === undefined) errors.push(problem("dbt_project.yml lacks the required key 'name'", text, []));
  else if (typeof name !== 'string' || !/^[^\d\W]\w*$/.test(name)) {
    errors.push(
      problem(
        `'${String(name)}' is not a valid project name`,
        text,
        ['name'],
        'Use letters, digits and underscores, and no digit first.',
      ),
    );
  }
  const version = value['config-version'];
  if (version !== undefined && version !== 2 && version !== '2') {
    errors.push(
      problem(`Invalid config version: ${JSON.stringify(version)}, expected 2`, text, ['config-version']),
    );
  }
  if (typeof value['version'] === 'string' && !/^\d+\.\d+/.test(value['version'])) {
    errors.push(
      problem(
        `'${value['version']}' is not a valid version`,
        text,
        ['version'],
        "Write it as in version: '1.0'.",
      ),
    );
  }
  return [...errors, ...unknownKeys(raw), ...wrongShapes(raw)];
}

function unknownKeys({ value, text }: RawProject): readonly ProjectError[] {
  const errors: ProjectError[] = [];
  for (const key of Object.keys(value)) {
    if (KNOWN_KEYS.has(key)) continue;
    const near = suggest(key, KNOWN_KEYS);
    errors.push(
      problem(
        `Additional properties are not allowed ('${key}' was unexpected)`,
        text,
        [key],
        near ? `Did you mean '${near}'?` : undefined,
      ),
    );
  }
  return errors;
}

const PATH_KEYS = [
  'model-paths',
  'seed-paths',
  'test-paths',
  'snapshot-paths',
  'macro-paths',
  'analysis-paths',
  'docs-paths',
];

/** Sections that must be dictionaries, and paths that must be lists. */
function wrongShapes({ value, text }: RawProject): readonly ProjectError[] {
  const errors: ProjectError[] = [];
  for (const section of SECTIONS) {
    const found = value[section];
    if (found !== undefined && found !== null && (typeof found !== 'object' || Array.isArray(found))) {
      errors.push(problem(`'${section}' in dbt_project.yml is not a dictionary`, text, [section]));
    }
  }
  for (const key of PATH_KEYS) {
    const found = value[key];
    if (found !== undefined && !Array.isArray(found)) {
      errors.push(problem(`'${key}' in dbt_project.yml is not a list`, text, [key], `Write ${key}: ["…"].`));
    }
  }
  return errors;
}
