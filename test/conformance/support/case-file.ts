import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a recorded invocation is compared by: the README of the conformance data tells each. */
export type Capture = 'ls' | 'manifest' | 'config' | 'compiled' | 'errors';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A step before an invocation. */
export interface SetupStep {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly exit_code?: number;
  readonly overlay?: string;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly remove?: readonly string[];
  readonly copy?: readonly [string, string];
}

/** What dbt did. */
export interface Expected {
  readonly exit_code: number;
  readonly lines?: readonly Json[];
  readonly manifest?: { [key: string]: Json };
  readonly compiled?: Readonly<Record<string, { readonly exact: string; readonly ws: string }>>;
  readonly events?: readonly { readonly level: string; readonly name: string; readonly msg: string }[];
}

/** One run of the program in a case. */
export interface Invocation {
  readonly id: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly setup?: readonly SetupStep[];
  readonly capture: Capture;
  readonly keep?: readonly string[];
  readonly must_mention?: readonly string[];
  readonly on_warning?: boolean;
  readonly expected: Expected;
}

/** A folder with a project and what dbt did with it. `name` is `suite/case`. */
export interface CaseFile {
  readonly name: string;
  readonly folder: string;
  readonly adapter: 'duckdb' | 'postgres';
  readonly env: Readonly<Record<string, string>>;
  readonly setup: readonly SetupStep[];
  /** Each invocation gets a copy of the project of its own. */
  readonly fresh: boolean;
  readonly invocations: readonly Invocation[];
}

type Written = Partial<Omit<CaseFile, 'invocations'>> &
  Partial<Invocation> & { readonly cases?: readonly Partial<Invocation>[] };

/** The cases in a folder of suites of cases, in the order of their names. */
export function readCaseFiles(root: string): readonly CaseFile[] {
  return foldersOf(root).flatMap((suite) =>
    foldersOf(path.join(root, suite)).flatMap((name) => {
      const folder = path.join(root, suite, name);
      const file = ['cases.json', 'expected.json'].map((each) => path.join(folder, each)).find(existsSync);
      if (file === undefined || !existsSync(path.join(folder, 'project'))) return [];
      return [caseFile(`${suite}/${name}`, folder, JSON.parse(readFileSync(file, 'utf8')) as Written)];
    }),
  );
}

function caseFile(name: string, folder: string, written: Written): CaseFile {
  const { cases = [{ ...written, setup: [] }] } = written;
  return {
    name,
    folder,
    adapter: written.adapter ?? 'duckdb',
    env: written.cases ? (written.env ?? {}) : {},
    setup: written.setup ?? [],
    fresh: written.fresh ?? false,
    invocations: cases.map((each, index) => ({
      ...(each as Invocation),
      id: each.id ?? String(index),
      capture: each.capture ?? written.capture ?? 'ls',
    })),
  };
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
