import { ProjectFailure } from '../../errors/project-error.ts';
import { textConfig } from '../config-values.ts';
import { uniqueKeyOf } from '../incremental-config.ts';
import { mainSteps } from '../plan-steps.ts';
import type { IncrementalRequest, IncrementalStrategy, MaterializationInput } from '../plan-types.ts';
import { merge } from './merge.ts';

/**
 * One window of event time at a time. With a unique_key the window's rows are merged; without one the window is emptied
 * and filled, so that rows which are gone upstream go here too.
 */
export const microbatch: IncrementalStrategy = {
  name: 'microbatch',
  description:
    'Builds one window of event_time at a time: merged by unique_key, or the whole window replaced where there is none.',
  requires: ['multiStatementTransactions'],
  keys: (input) => (merges(input) ? merge.keys(input) : []),
  inlinesQuery(input, dialect, capabilities) {
    if (merges(input)) return merge.inlinesQuery(input, dialect, capabilities);
    // A query that reads the table itself must see the window before it is emptied.
    return !input.sql.includes(dialect.renderRelation(input.target));
  },
  plan(request) {
    return merges(request.input) ? merge.plan(request) : replaceWindow(request);
  },
};

function merges(input: MaterializationInput): boolean {
  return uniqueKeyOf(input.config).length > 0;
}

function replaceWindow(request: IncrementalRequest): ReturnType<IncrementalStrategy['plan']> {
  const { input, dialect, source, columns, predicates } = request;
  const { target, batch } = input;
  const eventTime = textConfig(input.config, 'event_time');
  if (batch === null || eventTime === null) {
    throw new ProjectFailure({
      code: 'TX3114',
      message: `The microbatch model ${input.uniqueId} needs event_time and a window to build`,
      hint: "Name the column that says when a row happened, e.g. event_time: 'created_at'.",
      nodeId: input.uniqueId,
    });
  }
  const within = [
    `${eventTime} >= ${dialect.timestampLiteral(batch.start)}`,
    `${eventTime} < ${dialect.timestampLiteral(batch.end)}`,
    ...predicates.map((predicate) => `(${predicate})`),
  ];
  return mainSteps([
    dialect.deleteWhere(target, within.join('\n  and ')),
    dialect.insertSelect({ target, columns, source }),
  ]);
}
