import * as v from 'valibot';
import { parseBytes } from '../util/parse-bytes.ts';
import { parseDuration } from '../util/parse-duration.ts';
import { DEFAULT_TX_CONFIG as defaults, type TxConfig } from './tx-config.ts';

/** YAML 1.1 reads a bare `off` as false; both mean that something is switched off. */
const off = v.pipe(
  v.union([v.literal(false), v.literal('off')]),
  v.transform(() => 'off' as const),
);

function duration(otherwise: number) {
  const text = v.pipe(
    v.union([v.string(), v.number()]),
    v.check((given) => parseDuration(given) !== null, 'a duration such as 500ms, 10s or 5m'),
    v.transform((given) => parseDuration(given) ?? otherwise),
  );
  return v.optional(text, `${otherwise}s`);
}

function wholeNumber(least: number, otherwise: number) {
  const message = `a whole number from ${least}`;
  return v.optional(
    v.pipe(
      v.number(message),
      v.integer(message),
      v.check((given) => given >= least, message),
    ),
    otherwise,
  );
}

const name = v.pipe(
  v.string('a name'),
  v.regex(/^[A-Za-z_]\w*$/, 'a name of letters, digits and underscores'),
);
const keyPolicy = v.picklist(['error', 'warn', 'ignore']);

function isTimeZone(zone: string): boolean {
  // The default is not worth loading the tables of all zones.
  if (zone === 'UTC') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const ledger = v.pipe(
  v.union([off, v.strictObject({ schema: v.optional(name, defaults.ledger?.schema ?? 'tx') })]),
  v.transform((given) => (given === 'off' ? null : given)),
);

const keys = v.strictObject({
  nulls: v.optional(keyPolicy, defaults.keys.nulls),
  duplicates: v.optional(keyPolicy, defaults.keys.duplicates),
});

const interval = v.pipe(
  v.strictObject({
    var: v.optional(name, defaults.interval.var),
    grain: v.optional(v.picklist(['hour', 'day', 'week', 'month', 'year']), defaults.interval.grain),
    'time-zone': v.optional(
      v.pipe(v.string(), v.check(isTimeZone, 'a time zone such as UTC or Europe/Paris')),
      defaults.interval.timeZone,
    ),
  }),
  v.transform((given) => ({ var: given.var, grain: given.grain, timeZone: given['time-zone'] })),
);

const retries = v.pipe(
  v.strictObject({
    attempts: wholeNumber(1, defaults.retries.attempts),
    backoff: duration(defaults.retries.backoffSeconds),
    cap: duration(defaults.retries.capSeconds),
    budget: wholeNumber(0, defaults.retries.budget),
  }),
  v.transform(({ attempts, backoff, cap, budget }) => ({
    attempts,
    backoffSeconds: backoff,
    capSeconds: cap,
    budget,
  })),
);

const isOff = (given: string | number | false): given is false | 'off' => given === false || given === 'off';

const bytes = v.pipe(
  v.union([v.literal(false), v.string(), v.number()]),
  v.check((given) => isOff(given) || parseBytes(given) !== null, 'a size such as 500 GB or 2 TB, or off'),
  v.transform((given) => (isOff(given) ? null : parseBytes(given))),
);

const guards = v.pipe(
  v.strictObject({
    'max-bytes-scanned': v.optional(bytes, defaults.guards.maxBytesScanned ?? false),
    'require-partition-filter': v.optional(
      v.union([off, v.picklist(['error', 'warn'])]),
      defaults.guards.requirePartitionFilter as 'warn',
    ),
  }),
  v.transform((given) => ({
    maxBytesScanned: given['max-bytes-scanned'],
    requirePartitionFilter: given['require-partition-filter'],
  })),
);

/** The shape of tx.yml: every key optional, unknown keys refused, the output a whole `TxConfig`. */
export const txConfigSchema = v.strictObject({
  ledger: v.optional(ledger, {}),
  publish: v.optional(v.picklist(['after-audits', 'immediately']), defaults.publish),
  keys: v.optional(keys, {}),
  interval: v.optional(interval, {}),
  retries: v.optional(retries, {}),
  guards: v.optional(guards, {}),
}) satisfies v.GenericSchema<unknown, TxConfig>;

/** Keys that a section of tx.yml takes; the top level for an empty path. Used to suggest what was meant. */
export function knownKeys(path: readonly string[]): readonly string[] {
  const [section] = path;
  if (section === undefined) return Object.keys(txConfigSchema.entries);
  return SECTION_KEYS[section] ?? [];
}

const SECTION_KEYS: Readonly<Record<string, readonly string[]>> = {
  ledger: ['schema'],
  keys: Object.keys(keys.entries),
  interval: Object.keys(interval.pipe[0].entries),
  retries: Object.keys(retries.pipe[0].entries),
  guards: Object.keys(guards.pipe[0].entries),
};
