export { openProject, type OpenedProject, type OpenContext } from './open-project.ts';
export { select, workGraph } from './select-nodes.ts';
export { runProject, type RunOutcome, type RunRequest } from './run-project.ts';
export { compileAll, compileInline } from './compile-nodes.ts';
export { writeManifest, writeRunResults } from './write-artifacts.ts';
export { createEventBus, type EventBus } from '../events/event-bus.ts';
export { resolveFlags } from '../config/flags-resolve.ts';
