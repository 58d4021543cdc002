import type { Flags } from '../config/flags.ts';
import { loadProject, type LoadProjectContext } from '../config/load-project.ts';
import type { Project } from '../config/project.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { EventBus } from '../events/event-bus.ts';
import { linkManifest } from '../graph/link.ts';
import type { LinkOptions } from '../graph/linker.ts';
import type { Manifest } from '../graph/manifest.ts';
import { manifestView } from '../graph/manifest-view.ts';
import { headOf, type NodeHead } from '../graph/node-head.ts';
import {
  openParseCache,
  type CachedProject,
  type ParseCache,
  type Revision,
} from '../parse/cache/parse-cache.ts';
import { discoverProject } from '../parse/discover.ts';
import type { MacroLibrary } from '../parse/macro-library.ts';
import { parseProject } from '../parse/parse-project.ts';
import type { ProjectFile } from '../parse/project-file.ts';
import type { ParseMessage } from '../parse/session.ts';
import type { LoadShardThreads } from '../parse/shards/shard.ts';
import { selectorsForManifest } from '../graph/selection/yaml-selectors.ts';
import { checkProject, orderFindings } from '../validate/check-project.ts';
import type { CheckedProject } from '../validate/rule.ts';
import { withoutConsequences } from './consequences.ts';
import { checkedProject } from './lint-project.ts';
import { reportWarnings } from './report-warnings.ts';

/** A project that was loaded, parsed and linked without an error. */
export interface OpenedProject {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly macros: MacroLibrary;
  /** The state of the parse cache that the manifest is of; null without a cache. */
  readonly revision: Revision | null;
  /** What opens it under other variables; null without a cache. */
  readonly cache: ParseCache | null;
}

/** What opening a project needs from outside, and where it tells of its progress. */
export interface OpenContext extends LoadProjectContext {
  readonly events: EventBus;
  /** What parses shares of a large project beside this thread; without it, one thread parses all. */
  readonly parseThreads?: LoadShardThreads | null;
}

/**
 * loaded → parsed → linked, or taken from the parse cache where nothing changed that matters. Throws ProjectFailure with
 * every error of the project at once.
 */
export async function openProject(flags: Flags, context: OpenContext): Promise<OpenedProject> {
  const project = await loadProject(flags, context);
  const { events } = context;
  const files = discoverProject(project);
  const cache = flags.partialParse ? openParseCache(project, files, debugNote(events)) : null;
  return (cache && openCached(project, cache, events)) ?? openWhole(project, files, cache, context);
}

/**
 * An opened project as it would be under other variables, taken from the parse cache where that can be, else opened anew.
 * Its files are taken to be as they were, nothing is stored, and where its manifest is the same it is shared. Throws
 * ProjectFailure as `openProject` does.
 */
export async function openUnderVars(
  opened: OpenedProject,
  flags: Flags,
  context: OpenContext,
): Promise<OpenedProject> {
  const project = await loadProject(flags, context);
  const cached = opened.cache?.under(project, linkOptions(project)) ?? null;
  if (cached === null || breaksRule(parsedPart(project, cached))) return openProject(flags, context);
  if (cached.revision.id === opened.revision?.id) return { ...opened, project };
  return { ...opened, project, manifest: cached.manifest, revision: cached.revision };
}

/** The project as the cache knows it; null when it has to be parsed whole, and when a change broke it. */
function openCached(project: Project, cache: ParseCache, events: EventBus): OpenedProject | null {
  const cached = cache.load(linkOptions(project));
  if (cached === null) return null;
  const { manifest, macros, revision } = cached;
  const part = parsedPart(project, cached);
  if (breaksRule(part)) return null;
  const advice = cached.parsed.size === 0 ? cached.advice : patchedAdvice(cached, part);
  cached.messages.forEach(sayTo(events));
  cached.keep(advice);
  report([...cached.warnings, ...heardAdvice(advice, project.flags)], [], project.flags, events);
  return { project, manifest, macros, revision, cache };
}

/** The part of a project that was parsed now; the rest was checked when it was stored. */
function parsedPart(project: Project, { manifest, parsed }: CachedProject): CheckedProject {
  const heads = (): readonly NodeHead[] => [...parsed.values()].map(headOf);
  return checkedProject(project, manifestView(manifest, { nodes: parsed, heads }));
}

function breaksRule(part: CheckedProject): boolean {
  return part.manifest.nodes.size > 0 && checkProject(part, 'required').length > 0;
}

/** What the rules advise now: what they advised of nodes that are as they were, and what they find in the others. */
function patchedAdvice(cached: CachedProject, part: CheckedProject): readonly ProjectError[] {
  const { advice, parsed, manifest } = cached;
  const kept = advice.filter(({ nodeId = '' }) => !parsed.has(nodeId) && manifest.nodes.has(nodeId));
  return orderFindings([...kept, ...checkProject(part, 'parse')], manifest);
}

async function openWhole(
  project: Project,
  files: readonly ProjectFile[],
  cache: ParseCache | null,
  { events, parseThreads = null }: OpenContext,
): Promise<OpenedProject> {
  const threads = (await parseThreads?.()) ?? null;
  const parsed = await parseProject(project, { files, threads, onMessage: sayTo(events) });
  const draft = { ...parsed.draft, selectors: selectorsForManifest(project.selectors) };
  const { manifest, ...linked } = linkManifest(draft, linkOptions(project));
  const checked = checkedProject(project, manifest);
  const found = [...linked.errors, ...checkProject(checked, 'required')];
  const errors = [...parsed.errors, ...withoutConsequences(found, parsed.errors)];
  const warnings = withoutConsequences(distinct([...parsed.warnings, ...linked.warnings]), parsed.errors);
  const advice = checkProject(checked, 'parse');
  const revision =
    errors.length === 0 && cache !== null ? cache.store(parsed, manifest, { warnings, advice }) : null;
  report([...warnings, ...heardAdvice(advice, project.flags)], errors, project.flags, events);
  return { project, manifest, macros: parsed.macroLibrary, revision, cache };
}

function linkOptions(project: Project): LinkOptions {
  return {
    now: project.startedAt,
    restrictedPackages: new Set(
      [...project.packages.values()].flatMap((item) => (item.restrictAccess ? [item.name] : [])),
    ),
    searchNodePackageFirst: project.root.flags['require_ref_searches_node_package_before_root'] === true,
  };
}

/** Lint lists what the rules find as its result. */
function heardAdvice(advice: readonly ProjectError[], flags: Flags): readonly ProjectError[] {
  return flags.which === 'lint' ? [] : advice;
}

/** Tells warnings that are not silenced. Throws ProjectFailure with errors, and with warnings that count as such. */
function report(
  warnings: readonly ProjectError[],
  errors: readonly ProjectError[],
  flags: Flags,
  events: EventBus,
): void {
  const failing = reportWarnings(distinct(warnings), flags, events);
  const faults = distinct([...errors, ...failing]);
  if (faults.length > 0) throw new ProjectFailure(faults);
}

function sayTo(events: EventBus): (message: ParseMessage) => void {
  return ({ kind, text, toInfo }) =>
    events.emit({
      kind: 'message',
      level: toInfo ? 'info' : 'debug',
      name: kind === 'print' ? 'PrintEvent' : 'JinjaLogInfo',
      text,
      ...(kind === 'print' ? { stdout: true } : {}),
    });
}

function debugNote(events: EventBus): (text: string) => void {
  return (text) => events.emit({ kind: 'message', level: 'debug', name: 'ParseCache', text });
}

/** The same fault met on two ways is told once. */
function distinct(errors: readonly ProjectError[]): readonly ProjectError[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    const key = `${error.code} ${error.message} ${error.location?.file ?? ''} ${error.location?.line ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
