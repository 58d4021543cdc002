import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseFile, Invocation } from './case-file.ts';
import { comparable, differences, manifestSubset, prune } from './compare-manifest.ts';
import type { ProgramResult } from './program-runner.ts';

type Manifest = Parameters<typeof manifestSubset>[0];

/** What differs between a recorded invocation and what tx did in `directory`: a line a difference. */
export function invocationDifferences(
  definition: CaseFile,
  invocation: Invocation,
  result: ProgramResult,
  directory: string,
): readonly string[] {
  const { expected } = invocation;
  if (result.exitCode !== expected.exit_code) {
    const said = `${result.stdout}${result.stderr}`.trim().replaceAll('\n', '\n      ');
    return [`exit code: expected ${expected.exit_code} got ${result.exitCode}\n      ${said}`];
  }
  return [...captured(definition, invocation, result, directory), ...announced(invocation, result)];
}

function captured(
  definition: CaseFile,
  invocation: Invocation,
  result: ProgramResult,
  directory: string,
): readonly string[] {
  switch (invocation.capture) {
    case 'ls':
      return lineDifferences(invocation, result, directory);
    case 'manifest':
    case 'config':
      return manifestDifferences(invocation, invocation.capture, directory);
    case 'compiled':
      return compiledDifferences(definition, invocation, directory);
    case 'errors':
      return missingMentions(invocation, result);
  }
}

function lineDifferences(invocation: Invocation, result: ProgramResult, directory: string): readonly string[] {
  const { lines } = invocation.expected;
  if (lines === undefined) return [];
  const json = invocation.args.includes('json');
  const got = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(directory, '<DIR>'))
    .map((line) => (json && line.startsWith('{') ? prune(JSON.parse(line), directory) : line));
  const want = json ? lines.map((line) => prune(line as never, directory)) : lines;
  const byKey = (value: unknown): string => JSON.stringify(sorted(value));
  const [missing, extra] = [
    want.filter((line) => !got.some((other) => byKey(other) === byKey(line))),
    got.filter((line) => !want.some((other) => byKey(other) === byKey(line))),
  ];
  if (missing.length + extra.length > 0)
    return [
      ...missing.map((line) => `missing ${JSON.stringify(line)}`),
      ...extra.map((line) => `unexpected ${JSON.stringify(line)}`),
    ];
  return want.map(byKey).join('\n') === got.map(byKey).join('\n') ? [] : ['the lines stand in another order'];
}

/** The same value with the keys of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function readManifest(directory: string): Manifest | null {
  const file = path.join(directory, 'target/manifest.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : null;
}

function manifestDifferences(
  invocation: Invocation,
  kind: 'manifest' | 'config',
  directory: string,
): readonly string[] {
  const { manifest: want } = invocation.expected;
  if (want === undefined) return [];
  const manifest = readManifest(directory);
  if (manifest === null) return ['there is no target/manifest.json'];
  let got = manifestSubset(manifest, directory, kind);
  if (invocation.keep)
    got = Object.fromEntries(Object.entries(got).filter(([key]) => invocation.keep!.includes(key)));
  return differences(comparable(want), got);
}

/** SQL is compared as it is, save what generic tests and macros of dbt's own wrote: there white space is free. */
function compiledDifferences(
  definition: CaseFile,
  invocation: Invocation,
  directory: string,
): readonly string[] {
  const manifest = readManifest(directory);
  if (manifest === null) return ['there is no target/manifest.json'];
  const nodes = manifest['nodes'] as Record<string, { compiled?: boolean; compiled_code?: string }>;
  const wanted = invocation.expected.compiled ?? {};
  return Object.entries(wanted).flatMap(([id, want]) => {
    const code = nodes[id]?.compiled_code?.replaceAll(directory, '<DIR>');
    if (code === undefined) return [`${id}: is not compiled`];
    const free = definition.name.includes('crossdb') || id.split('.').length > 3;
    if (free ? tokens(code) === tokens(want.ws) : code === want.exact) return [];
    return [`${id}: expected\n${indented(want.exact)}\n    got\n${indented(code)}`];
  });
}

/** SQL without the white space that no database looks at: blanks beside signs, and more than one. */
function tokens(sql: string): string {
  return sql.replace(/\s+/g, ' ').replace(/ ?([^\w\s'"$]) ?/g, '$1').trim();
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `      |${line}`)
    .join('\n');
}

/** Texts that a good message names; a line may be named as `file:12` too. */
function missingMentions(invocation: Invocation, result: ProgramResult): readonly string[] {
  const said = result.stdout + result.stderr;
  const missing = (invocation.must_mention ?? []).filter((text) => !mentions(said, text));
  return missing.length === 0
    ? []
    : [`not mentioned: ${missing.join(', ')}, in:\n      ${said.trim().replaceAll('\n', '\n      ')}`];
}

function mentions(said: string, text: string): boolean {
  if (said.includes(text)) return true;
  const line = /^line( \d+)?$/.exec(text);
  return line !== null && new RegExp(`:${line[1]?.trim() ?? '\\d+'}\\b`).test(said);
}

/** What `log(…, info=true)` and `print()` said. */
function announced(invocation: Invocation, result: ProgramResult): readonly string[] {
  return (invocation.expected.events ?? [])
    .filter((event) => event.level === 'info' && !(result.stdout + result.stderr).includes(event.msg.trim()))
    .map((event) => `not said: ${event.msg}`);
}
