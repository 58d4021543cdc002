import path from 'node:path';
import { writeManifestFile } from '../artifacts/manifest-file.ts';
import { runResultsJson } from '../artifacts/run-results.ts';
import { writeJson } from '../artifacts/write-json.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { NodeResult } from '../execute/node-result.ts';
import type { KeptSql } from '../execute/run-context.ts';
import { compiledFacts } from './compiled-facts.ts';
import type { OpenedProject } from './open-project.ts';

/** Writes manifest.json with what was compiled in it, where it does not say so already. Nothing is written under --no-write-json. */
export function writeManifest(
  opened: OpenedProject,
  events: EventBus,
  compiled: ReadonlyMap<string, KeptSql> = new Map(),
): void {
  const { project, manifest } = opened;
  if (!project.flags.writeJson) return;
  const facts = new Map(
    [...compiled].flatMap(([id, kept]) => {
      const node = manifest.nodes.get(id);
      return node === undefined || !('rawCode' in node)
        ? []
        : [[id, compiledFacts(node, kept, project)] as const];
    }),
  );
  const wasWritten = writeManifestFile({
    directory: project.targetDirectory,
    manifest,
    facts,
    revision: opened.revision,
    note: (text) => events.emit({ kind: 'message', level: 'debug', name: 'ParseCache', text }),
  });
  if (wasWritten) told(opened, 'manifest.json', events);
}

/**
 * Does `work` and writes manifest.json afterwards, also when it fails, with the SQL that `work` put into `compiled`.
 * Throws what `work` throws.
 */
export async function keepingManifest<T>(
  opened: OpenedProject,
  events: EventBus,
  work: (compiled: Map<string, KeptSql>) => Promise<T>,
): Promise<T> {
  const compiled = new Map<string, KeptSql>();
  try {
    return await work(compiled);
  } finally {
    writeManifest(opened, events, compiled);
  }
}

/** Writes run_results.json. */
export function writeRunResults(
  opened: OpenedProject,
  results: readonly NodeResult[],
  seconds: number,
  events: EventBus,
): void {
  if (!opened.project.flags.writeJson) return;
  write(opened, 'run_results.json', runResultsJson(opened.project, results, seconds), events);
}

/** Writes an artifact into the target folder. */
export function write(opened: OpenedProject, name: string, value: unknown, events: EventBus): void {
  writeJson(path.join(opened.project.targetDirectory, name), value);
  told(opened, name, events);
}

function told(opened: OpenedProject, name: string, events: EventBus): void {
  events.emit({ kind: 'artifact-written', name, path: path.join(opened.project.targetDirectory, name) });
}
