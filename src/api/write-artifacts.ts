import path from 'node:path';
import { runResultsJson } from '../artifacts/run-results.ts';
import { sqlFile } from '../artifacts/run-files.ts';
import { writeJson } from '../artifacts/write-json.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { NodeResult } from '../execute/node-result.ts';
import { manifestToJson } from '../graph/manifest-json.ts';
import type { JsonObject } from '../config/json.ts';
import type { OpenedProject } from './open-project.ts';

/** Compiled SQL by unique id, put into the manifest's nodes. */
export type CompiledCode = ReadonlyMap<string, string>;

/** Writes manifest.json, with what was compiled in it. Nothing is written under --no-write-json. */
export function writeManifest(opened: OpenedProject, events: EventBus, compiled: CompiledCode = new Map()): void {
  const { project, manifest } = opened;
  if (!project.flags.writeJson) return;
  const json = manifestToJson(manifest) as { nodes: Record<string, JsonObject> } & JsonObject;
  const nodes = { ...json.nodes };
  for (const [id, code] of compiled) {
    const node = manifest.nodes.get(id);
    const written = nodes[id];
    if (written === undefined || node === undefined || !('rawCode' in node)) continue;
    const file = path.relative(project.root.root, sqlFile(project.targetDirectory, 'compiled', node));
    nodes[id] = {
      ...written,
      compiled: true,
      compiled_code: code,
      compiled_path: file,
      extra_ctes_injected: true,
      extra_ctes: [],
    };
  }
  write(opened, 'manifest.json', { ...json, nodes }, events);
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
  const file = path.join(opened.project.targetDirectory, name);
  writeJson(file, value);
  events.emit({ kind: 'artifact-written', name, path: file });
}
