import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../../config/project.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import { linkManifest } from '../../graph/link.ts';
import type { LinkOptions } from '../../graph/linker.ts';
import type { Manifest } from '../../graph/manifest.ts';
import type { GraphNode } from '../../graph/node.ts';
import { selectorsForManifest } from '../../graph/selection/yaml-selectors.ts';
import { newInvocationId } from '../../util/uuid.ts';
import { lazyLibraries } from '../lazy-libraries.ts';
import type { MacroLibrary } from '../macro-library.ts';
import { parseProjectAtOnce, type ParsedProject } from '../parse-project.ts';
import type { ProjectFile } from '../project-file.ts';
import type { ParseMessage } from '../session.ts';
import { encodeProject, encodePatch } from './encode-project.ts';
import { statFiles, type FileStats } from './file-stamps.ts';
import { mendedManifest } from './mended-manifest.ts';
import { patchProject, type PatchedProject } from './patch-project.ts';
import { projectChanges } from './project-changes.ts';
import { projectKey } from './project-key.ts';
import { patchedManifest, storedManifest } from './stored-manifest.ts';
import { DamagedFile } from './section-file.ts';
import {
  readStoredProject,
  removeOrphans,
  removeStoredProject,
  writeStoredProject,
  type ProjectToWrite,
  type StoredProject,
} from './stored-project.ts';

/** Names a state of a project as parsed, and what made it of the state before. */
export interface Revision {
  readonly id: string;
  /** The state before with what is not as it was in it; null where there is none. */
  readonly since: RevisionChanges | null;
}

/** How a state of a project differs from the one before. */
export interface RevisionChanges {
  readonly id: string;
  readonly changed: ReadonlySet<string>;
  /** Whether the same nodes have the same parents. */
  readonly keepsParents: boolean;
  /** Whether the same nodes are in the same groups. */
  readonly keepsGroups: boolean;
}

/** A project as an earlier invocation left it, with what changed since worked in. */
export interface CachedProject {
  readonly manifest: Manifest;
  readonly warnings: readonly ProjectError[];
  /** What was advised of the project before what was parsed now. */
  readonly advice: readonly ProjectError[];
  readonly macros: MacroLibrary;
  readonly revision: Revision;
  /** Nodes that were parsed now: what has to be validated. */
  readonly parsed: ReadonlyMap<string, GraphNode>;
  readonly messages: readonly ParseMessage[];
  /** Keeps what changed for the next invocation; call it once the project is known to be sound. */
  keep(advice: readonly ProjectError[]): void;
}

/** Messages about a sound project: warnings of parsing and linking, and what rules advise. */
export interface SaidOfProject {
  readonly warnings: readonly ProjectError[];
  readonly advice: readonly ProjectError[];
}

/** The parse cache of a project, in its target folder. */
export interface ParseCache {
  /** The project without a whole parse; null where only that will do. */
  load(linkOptions: LinkOptions): CachedProject | null;
  /**
   * The project of the cache as it would be under other variables, without a look at its files, which are taken to be as
   * they were. Null where only a whole parse will do.
   */
  under(project: Project, linkOptions: LinkOptions): CachedProject | null;
  /** Keeps a project that was parsed and linked whole, without an error; gives its revision. */
  store(parsed: ParsedProject, manifest: Manifest, said: SaidOfProject): Revision;
}

/** Projects kept for other targets and settings. */
const KEPT = 4;

/**
 * Opens the cache of a project whose files were found and not yet read. It is a help and never a condition: what cannot
 * be read or written, and why, is told to `note`.
 */
export function openParseCache(
  project: Project,
  files: readonly ProjectFile[],
  note: (text: string) => void,
): ParseCache {
  const folder = path.join(project.targetDirectory, 'tx-cache');
  const key = projectKey(project);
  const file = path.join(folder, `project-${key}.bin`);
  let stats: FileStats | undefined;
  let stored: StoredProject | null = null;
  let current: string | null = null;
  const attempt = carefully(file, note);
  const write = (changed: () => ProjectToWrite): void => {
    stored = null;
    attempt('written', () => {
      mkdirSync(folder, { recursive: true });
      writeStoredProject(file, changed());
      removeOldest(folder);
    });
  };
  type Given = Pick<Loading, 'project' | 'stats' | 'areAsStored' | 'linkOptions'>;
  const load = (given: Given): CachedProject | null =>
    attempt('used', () => {
      stored ??= readStoredProject(file);
      return stored && loadStored({ ...given, stored, files, write, makeAnew: makeAnew(given) });
    });
  // Most of a stored project is read when it is looked at: too late to open it in another way.
  const makeAnew = (given: Given) => (thrown: unknown) => {
    attempt('used', () => {
      throw thrown;
    });
    return projectFromFiles(given.project, files, given.linkOptions) ?? raise(thrown);
  };
  return {
    load(linkOptions) {
      stats = statFiles(files);
      const cached = load({ project, stats, areAsStored: false, linkOptions });
      current = cached?.revision.id ?? null;
      return cached;
    },
    under(other, linkOptions) {
      if (projectKey(other) !== key || current === null) return null;
      stored ??= attempt('used', () => readStoredProject(file));
      // Another state than the one of this process tells nothing of the files that it saw.
      if (stored?.state.id !== current) return null;
      return load({ project: other, stats: stats ?? new Map(), areAsStored: true, linkOptions });
    },
    store(parsed, manifest, said) {
      const id = newInvocationId();
      current = id;
      const known = stats ?? new Map();
      write(() => encodeProject({ id, project, files, stats: known, parsed, manifest, ...said }));
      return { id, since: null };
    },
  };
}

type Attempt = <T>(doing: string, work: () => T) => T | null;

/** Does what may fail with a cache: whatever becomes of it, the project can be parsed without. What is damaged is removed. */
function carefully(file: string, note: (text: string) => void): Attempt {
  const attempt: Attempt = (doing, work) => {
    try {
      return work();
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      note(`The parse cache cannot be ${doing}: ${why}`);
      if (thrown instanceof DamagedFile) attempt('removed', () => removeStoredProject(file));
      return null;
    }
  };
  return attempt;
}

/** A project parsed and linked here and now; null where it has a fault, which it had not when it was stored. */
function projectFromFiles(
  project: Project,
  files: readonly ProjectFile[],
  linkOptions: LinkOptions,
): Manifest | null {
  const { draft, errors } = parseProjectAtOnce(project, files);
  const selectors = selectorsForManifest(project.selectors);
  const linked = linkManifest({ ...draft, selectors }, linkOptions);
  return errors.length + linked.errors.length > 0 ? null : linked.manifest;
}

function raise(thrown: unknown): never {
  throw thrown;
}

interface Loading {
  readonly stored: StoredProject;
  readonly project: Project;
  readonly files: readonly ProjectFile[];
  readonly stats: FileStats;
  /** Whether the files are known to be as they are stored. */
  readonly areAsStored: boolean;
  readonly linkOptions: LinkOptions;
  readonly write: (stored: () => ProjectToWrite) => void;
  /** The project from its files, told why the cache will not do. */
  readonly makeAnew: (thrown: unknown) => Manifest;
}

function loadStored(loading: Loading): CachedProject | null {
  const { stored, project, files, stats, areAsStored, linkOptions, write, makeAnew } = loading;
  const changes = projectChanges(stored.state, project, files, areAsStored ? null : stats);
  if (changes === null) return null;
  const libraries = lazyLibraries(project, files);
  const manifest = storedManifest(stored, project);
  const { id, warnings, advice } = stored.state;
  const base = { warnings, macros: libraries.macros };
  const isUnchanged = changes.changed.length + changes.readers.length === 0;
  if (isUnchanged) {
    return {
      ...base,
      ...NOTHING_PARSED,
      manifest: mendedManifest(manifest, stored.nodes, makeAnew),
      advice,
      revision: { id, since: null },
      keep: () => changes.isTouched && write(() => encodePatch({ ...loading, id, advice, patched: null })),
    };
  }
  const patched = patchProject({ stored, manifest, project, files, libraries, linkOptions }, changes);
  if (patched === null) return null;
  const isSame = patched.changed.size === 0 && !patched.isReordered;
  const revision = isSame
    ? { id, since: null }
    : {
        id: newInvocationId(),
        since: {
          id,
          changed: patched.changed,
          keepsParents: patched.keepsParents,
          keepsGroups: patched.keepsGroups,
        },
      };
  const mustWrite = !isSame || changes.isTouched || changes.changed.length > 0 || changes.isReread;
  return {
    ...base,
    manifest: isSame
      ? mendedManifest(manifest, stored.nodes, makeAnew)
      : mendedManifest(patchedManifest(manifest, patched), patched.nodes, makeAnew),
    advice,
    revision,
    parsed: parsedNodes(patched),
    messages: patched.messages,
    keep: (given) =>
      mustWrite && write(() => encodePatch({ ...loading, id: revision.id, advice: given, patched })),
  };
}

const NOTHING_PARSED = { parsed: new Map<string, GraphNode>(), messages: [] };

function parsedNodes({ nodes, changed }: PatchedProject): ReadonlyMap<string, GraphNode> {
  return new Map(
    [...changed].flatMap((id) => {
      const node = nodes.get(id);
      return node === undefined ? [] : [[id, node] as const];
    }),
  );
}

/** A cache for each target and each set of settings would grow for ever. */
function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('project-') && name.endsWith('.bin'))
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, time: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.time - a.time);
  for (const { file } of files.slice(KEPT)) rmSync(file, { force: true });
  removeOrphans(
    folder,
    files.slice(0, KEPT).map(({ file }) => file),
  );
}
