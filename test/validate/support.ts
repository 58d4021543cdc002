import { adapters } from '../../adapters/index.ts';
import { lintProject } from '../../src/api/lint-project.ts';
import { openProject, type OpenedProject } from '../../src/api/open-project.ts';
import { select } from '../../src/api/select-nodes.ts';
import { resolveFlags } from '../../src/config/flags-resolve.ts';
import { ProjectFailure, type ProjectError } from '../../src/errors/project-error.ts';
import { createEventBus } from '../../src/events/event-bus.ts';
import { scratchFolder, shopFiles } from '../support/run-tx.ts';

/** What opening a project found: the project, or its errors, and its warnings. */
export interface Opening {
  readonly opened: OpenedProject | null;
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
  readonly findings: readonly ProjectError[];
}

/** Opens a project of these files as a command would (`lint` unless told) and lints what it selects. */
export async function openFiles(
  files: Readonly<Record<string, string>>,
  options: { readonly which?: string; readonly select?: readonly string[] } = {},
): Promise<Opening> {
  const folder = scratchFolder(shopFiles(files));
  const events = createEventBus();
  const warnings: ProjectError[] = [];
  events.subscribe((event) => void (event.kind === 'warning' && warnings.push(event.error)));
  const which = options.which ?? 'lint';
  const flags = resolveFlags({
    commandLine: {
      which,
      command: {},
      vars: {},
      projectDir: folder.path,
      profilesDir: folder.path,
      select: options.select ?? [],
    },
    environment: {},
    projectFlags: {},
  });
  try {
    const opened = await openProject(flags, {
      events,
      environment: {},
      adapters: { names: ['duckdb'], load: async () => adapters.duckdb() },
      startedAt: new Date('2026-06-01T12:00:00Z'),
      invocationId: '00000000-0000-0000-0000-000000000000',
    });
    const ids = which === 'lint' ? select(opened, events) : [];
    return { opened, errors: [], warnings, findings: lintProject(opened.project, opened.manifest, ids) };
  } catch (thrown) {
    if (!(thrown instanceof ProjectFailure)) throw thrown;
    return { opened: null, errors: thrown.errors, warnings, findings: [] };
  } finally {
    folder.remove();
  }
}

/** The findings of a project of these files, each as `code file:line:column`. */
export async function lintFiles(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { errors, findings } = await openFiles(files);
  if (errors.length > 0) throw new ProjectFailure(errors);
  return findings.map(placeText);
}

/** Findings with one code in a model `m` of this text; the model is incremental with a key and a bound unless it says otherwise. */
export async function findingsIn(code: string, text: string): Promise<readonly ProjectError[]> {
  const { errors, findings } = await openFiles({ 'models/m.sql': text });
  if (errors.length > 0) throw new ProjectFailure(errors);
  return findings.filter((finding) => finding.code === code);
}

/** `code file:line:column` of a finding. */
export function placeText({ code, location }: ProjectError): string {
  const at = [location?.file, location?.line, location?.column].filter((part) => part !== undefined);
  return `${code} ${at.join(':')}`;
}

/** The head of an incremental model that no rule finds fault with. */
export const INCREMENTAL = "{{ config(materialized='incremental', unique_key='id') }}";
