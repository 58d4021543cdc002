import type { Json, JsonObject } from '../config/json.ts';
import type { ProjectError } from '../errors/project-error.ts';

/** Sizes that a batch may have. */
export const batchSizes = ['hour', 'day', 'month', 'year'] as const;

/** A size that a batch may have. */
export type BatchSize = (typeof batchSizes)[number];

/** Whether a config value is a size that a batch may have. */
export function isBatchSize(value: unknown): value is BatchSize {
  return batchSizes.some((size) => size === value);
}

/** What is missing or wrong in the settings of a microbatch model, in dbt's words and order. */
export function microbatchConfigErrors(modelName: string, config: JsonObject): readonly ProjectError[] {
  const model = `Microbatch model '${modelName}' must provide`;
  const { event_time: eventTime, begin, batch_size: batchSize, lookback } = config;
  const errors: ProjectError[] = [];
  const wrong = (message: string, hint: string): void => {
    errors.push({ code: 'TX3114', message, hint });
  };
  if (typeof eventTime !== 'string' || eventTime === '') {
    wrong(
      `${model} an 'event_time' (string) config that indicates the name of the event time column.`,
      "Name the column that says when a row happened, e.g. event_time: 'created_at'.",
    );
  }
  if (begin === null || begin === undefined) {
    wrong(
      `${model} a 'begin' (datetime) config that indicates the earliest timestamp the microbatch model should be built from.`,
      "Add the first day with data, e.g. begin: '2024-01-01'.",
    );
  } else if (!isTime(begin)) {
    wrong(
      `${model} a 'begin' config of valid datetime (ISO format), but got: ${text(begin)}.`,
      'Write it as 2024-01-31 or 2024-01-31 10:20:30.',
    );
  }
  if (!isBatchSize(batchSize)) {
    const sizes = batchSizes.map((size) => `'${size}'`).join(', ');
    wrong(
      `${model} a 'batch_size' config that is one of [${sizes}], but got: ${text(batchSize)}.`,
      'Choose how much time one batch covers.',
    );
  }
  if (lookback !== null && lookback !== undefined && !Number.isInteger(lookback)) {
    wrong(
      `${model} the optional 'lookback' config as type int, but got: ${typeof lookback}.`,
      'Write the number of batches before the last one to build again, without quotes.',
    );
  }
  return errors;
}

function isTime(value: Json): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value.trim().replace(' ', 'T')));
}

function text(value: Json | undefined): string {
  if (value === null || value === undefined) return 'None';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
