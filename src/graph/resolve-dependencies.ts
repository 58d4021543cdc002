import { codeFrame } from '../errors/code-frame.ts';
import { suggest } from '../errors/did-you-mean.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { ProjectError, SourceLocation } from '../errors/project-error.ts';
import { checkAccess } from './check-access.ts';
import type { Linker } from './linker.ts';
import { describe, findInPackages, packagesToSearch } from './linker.ts';
import type { GraphNode, Reference, SourceReference } from './node.ts';
import type { RefableNode } from './node-kinds.ts';

/** A target that could not be resolved. */
interface Miss {
  readonly code: ErrorCode;
  /** What it is, as dbt says it: `a node named 'x'`. */
  readonly target: string;
  readonly disabled: boolean;
  readonly location: SourceLocation | undefined;
  readonly hint: string | null;
  readonly missing?: ProjectError['missing'];
}

/** What a node's names resolve to: ids in dbt's order (sources, refs, functions, metrics), and whether any failed. */
export interface Resolved {
  readonly ids: readonly string[];
  readonly complete: boolean;
}

/** The names a node may hold. */
export interface Names {
  readonly refs?: readonly Reference[];
  readonly sources?: readonly SourceReference[];
  readonly functions?: readonly (readonly string[])[];
  readonly metrics?: readonly (readonly string[])[];
}

/** Resolves the names a node holds; what fails, or may not be referenced, goes to the linker's errors and warnings. */
export function resolveNames(node: GraphNode, names: Names, linker: Linker): Resolved {
  const ids = new Set<string>();
  let complete = true;
  const take = (found: GraphNode | Miss): void => {
    if ('uniqueId' in found) {
      ids.add(found.uniqueId);
      return;
    }
    complete = false;
    report(node, found, linker);
  };
  for (const source of names.sources ?? []) take(resolveSource(node, source, linker));
  for (const reference of names.refs ?? []) {
    const found = resolveReference(node, reference, linker);
    if ('uniqueId' in found) checkAccess(node, found, reference, linker);
    take(found);
  }
  for (const call of names.functions ?? []) take(resolveFunction(node, call, linker));
  for (const metric of names.metrics ?? []) take(resolveMetric(node, metric, linker));
  return { ids: [...ids], complete };
}

function resolveReference(node: GraphNode, reference: Reference, linker: Linker): RefableNode | Miss {
  const packages = packagesToSearch(linker, node, reference.package);
  const key = reference.version === null ? reference.name : `${reference.name}.v${reference.version}`;
  const found = findInPackages(linker.refables, key, packages);
  if (found !== undefined) return found;
  const disabled = findInPackages(linker.disabledRefables, key, packages) !== undefined;
  const inPackage = reference.package === null ? '' : ` in package or project '${reference.package}'`;
  const version = reference.version === null ? '' : ` with version '${reference.version}'`;
  return {
    code: disabled ? 'TX1303' : 'TX1301',
    target: `a node named '${reference.name}'${inPackage}${version}`,
    missing: { kind: 'node', name: reference.name },
    disabled,
    location: reference.location,
    hint: disabled ? null : hintForReference(reference, linker),
  };
}

function hintForReference(reference: Reference, linker: Linker): string | null {
  const { names } = linker.refables;
  if (reference.version !== null) {
    const prefix = `${reference.name}.v`;
    const versions = [...names.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
    if (versions.length > 0) return `'${reference.name}' has the versions ${versions.sort().join(', ')}.`;
    if (names.has(reference.name)) return `'${reference.name}' has no versions: leave the version out.`;
  }
  const elsewhere = reference.package === null ? undefined : names.get(reference.name)?.[0];
  if (elsewhere !== undefined) return `Package '${elsewhere.packageName}' has one of this name.`;
  const table = [...linker.sources.names.values()].flat().find((source) => source.name === reference.name);
  if (table !== undefined) {
    return `There is a source of this name: source('${table.sourceName}', '${table.name}').`;
  }
  return didYouMean(reference.name, names.keys());
}

function resolveSource(node: GraphNode, reference: SourceReference, linker: Linker): GraphNode | Miss {
  const name = `${reference.sourceName}.${reference.tableName}`;
  const packages = packagesToSearch(linker, node, null);
  const found = findInPackages(linker.sources, name, packages);
  if (found !== undefined) return found;
  const disabled = findInPackages(linker.disabledSources, name, packages) !== undefined;
  return {
    code: disabled ? 'TX1303' : 'TX1302',
    target: `a source named '${name}'`,
    disabled,
    location: reference.location,
    hint: disabled ? null : didYouMean(name, linker.sources.names.keys()),
  };
}

function resolveFunction(node: GraphNode, call: readonly string[], linker: Linker): GraphNode | Miss {
  const [name, named] = splitName(call);
  const found = findInPackages(linker.functions, name, packagesToSearch(linker, node, named));
  if (found !== undefined) return found;
  return {
    code: 'TX1313',
    target: `a function named '${name}'`,
    disabled: false,
    location: undefined,
    hint: didYouMean(name, linker.functions.names.keys()),
  };
}

/** Resolves a metric written as `[name]` or `[package, name]`. */
function resolveMetric(node: GraphNode, metric: readonly string[], linker: Linker): GraphNode | Miss {
  const [name, named] = splitName(metric);
  const packages = packagesToSearch(linker, node, named);
  const found = findInPackages(linker.metrics, name, packages);
  if (found !== undefined) return found;
  const disabled = findInPackages(linker.disabledMetrics, name, packages) !== undefined;
  return {
    code: disabled ? 'TX1303' : 'TX1304',
    target: `a metric named '${name}'`,
    disabled,
    location: undefined,
    hint: disabled ? null : didYouMean(name, linker.metrics.names.keys()),
  };
}

function splitName(parts: readonly string[]): readonly [string, string | null] {
  return parts.length > 1 ? [parts[1] ?? '', parts[0] ?? null] : [parts[0] ?? '', null];
}

/**
 * A miss is an error, save for data tests: those are switched off with a warning, and silently where what they name is
 * a disabled model (dbt's rule).
 */
function report(node: GraphNode, miss: Miss, linker: Linker): void {
  const isTest = node.resourceType === 'test';
  if (isTest && miss.disabled && !miss.target.startsWith('a source')) return;
  const error: ProjectError = {
    code: isTest ? 'TX1320' : miss.code,
    message: `${describe(node)} depends on ${miss.target} which ${miss.disabled ? 'is disabled' : 'was not found'}`,
    location: miss.location ?? { file: node.originalFilePath },
    nodeId: node.uniqueId,
    ...frameOf(node, miss.location),
    ...(miss.hint !== null && { hint: miss.hint }),
    ...(miss.missing !== undefined && { missing: miss.missing }),
  };
  (isTest ? linker.warnings : linker.errors).push(error);
}

/** The lines around a place in a node's own text; nothing for a place in a macro that it calls. */
function frameOf(node: GraphNode, location: SourceLocation | undefined): Pick<ProjectError, 'frame'> {
  if (location?.line === undefined || location.file !== node.originalFilePath) return {};
  if (!('firstLine' in node)) return {};
  return { frame: codeFrame(node.rawCode, location.line, location.column ?? null, 1, node.firstLine) };
}

/** `Did you mean 'x'?`, or null when no name is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | null {
  const near = suggest(name, candidates);
  return near === null ? null : `Did you mean '${near}'?`;
}
