import type { PartitionField } from '../adapter-api/dialect.ts';
import type { Json, JsonObject } from '../config/json.ts';
import { ProjectFailure } from '../errors/project-error.ts';

const GRANULARITIES = ['hour', 'day', 'month', 'year'] as const;

/**
 * The partitions of a model from `partition_by`: a field, a list of fields, or `{field, data_type, granularity}` (by day
 * unless told for dates and timestamps). Empty when the config has none. Throws ProjectFailure for anything else.
 */
export function partitionsOf(config: JsonObject): readonly PartitionField[] {
  const given = config['partition_by'];
  if (given === null || given === undefined || given === '') return [];
  return (Array.isArray(given) ? given : [given]).map(partitionField);
}

function partitionField(given: Json): PartitionField {
  if (typeof given === 'string') return { field: given, granularity: null };
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw unreadable(given);
  const { field, data_type: dataType, granularity } = given as JsonObject;
  if (typeof field !== 'string' || field === '') throw unreadable(given);
  if (granularity !== null && granularity !== undefined) {
    const known = GRANULARITIES.find((name) => name === String(granularity).toLowerCase());
    if (known === undefined) throw unreadable(given);
    return { field, granularity: known };
  }
  const timed = typeof dataType === 'string' && /^(timestamp|datetime)/i.test(dataType);
  return { field, granularity: timed ? 'day' : null };
}

function unreadable(given: Json): ProjectFailure {
  return new ProjectFailure({
    code: 'TX3112',
    message: `partition_by cannot be read: ${JSON.stringify(given)}`,
    hint: 'Write a field, a list of fields, or {field: ts, data_type: timestamp, granularity: hour|day|month|year}.',
  });
}
