export { adapterLoader } from '../../adapters/index.ts';
export { openProject, type OpenedProject, type OpenContext } from './open-project.ts';
export { select } from './select-nodes.ts';
export { workGraph } from './work-graph.ts';
export { runProject, type RunOutcome, type RunRequest } from './run-project.ts';
export { compileAll, compileInline } from './compile-nodes.ts';
export { writeManifest, writeRunResults } from './write-artifacts.ts';
export { createEventBus, type EventBus } from '../events/event-bus.ts';
export { resolveFlags } from '../config/flags-resolve.ts';
