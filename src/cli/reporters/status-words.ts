import type { NodeStatus } from '../../events/event.ts';

/** dbt's word for how a node ended, and the colour it is shown in. */
export interface StatusWord {
  readonly word: string;
  readonly colour: 'green' | 'yellow' | 'red';
}

/** The word in front of a finished node's line: `OK created`, `PASS`, `FAIL 3`, `ERROR creating`, `SKIP relation`. */
export function statusWord(status: NodeStatus, resourceType: string, failures: number | null): StatusWord {
  switch (status) {
    case 'pass':
      return { word: 'PASS', colour: 'green' };
    case 'fail':
      return { word: `FAIL ${failures ?? 0}`, colour: 'red' };
    case 'warn':
      return { word: `WARN ${failures ?? 0}`, colour: 'yellow' };
    case 'skipped':
      return { word: `SKIP ${SKIP_NOUNS[resourceType] ?? 'relation'}`.trim(), colour: 'yellow' };
    case 'reused':
      return { word: 'REUSED', colour: 'green' };
    case 'no-op':
      return { word: 'NO-OP', colour: 'green' };
    case 'partial success':
      return { word: 'PARTIAL SUCCESS', colour: 'yellow' };
    case 'error':
    case 'runtime error':
      return { word: `ERROR ${ERROR_VERBS[resourceType] ?? 'running'}`.trim(), colour: 'red' };
    case 'success':
      return { word: `OK ${OK_VERBS[resourceType] ?? 'ran'}`, colour: 'green' };
  }
}

const OK_VERBS: Readonly<Record<string, string>> = {
  model: 'created',
  seed: 'loaded',
  snapshot: 'snapshotted',
  operation: 'hook:',
};
const ERROR_VERBS: Readonly<Record<string, string>> = {
  model: 'creating',
  seed: 'loading',
  snapshot: 'snapshotting',
  operation: 'hook:',
  test: '',
  unit_test: '',
};
const SKIP_NOUNS: Readonly<Record<string, string>> = {
  operation: 'hook:',
  test: '',
  unit_test: '',
};
