import type { JsonObject } from './json.ts';

/** `--warn-error-options`: names of events (or `all`, `Deprecations`) per answer. */
export interface WarnErrorOptions {
  readonly error: 'all' | readonly string[];
  readonly warn: readonly string[];
  readonly silence: readonly string[];
}

/** Every setting of an invocation after precedence: command line > environment > `flags:` of dbt_project.yml > default. */
export interface Flags {
  /** dbt's `which`: `build`, `run`, `source-freshness` … */
  readonly which: string;
  readonly projectDir: string;
  readonly profilesDir: string | null;
  readonly profile: string | null;
  readonly target: string | null;
  readonly targetPath: string | null;
  readonly logPath: string | null;
  readonly vars: JsonObject;
  readonly threads: number | null;
  readonly select: readonly string[];
  readonly exclude: readonly string[];
  readonly selector: string | null;
  readonly models: readonly string[];
  readonly resourceTypes: readonly string[];
  readonly excludeResourceTypes: readonly string[];
  readonly indirectSelection: 'eager' | 'cautious' | 'buildable' | 'empty';
  readonly fullRefresh: boolean;
  readonly empty: boolean;
  readonly sample: string | null;
  readonly eventTimeStart: string | null;
  readonly eventTimeEnd: string | null;
  readonly storeFailures: boolean;
  readonly failFast: boolean;
  readonly dryRun: boolean;
  /** Whether built-in tests of one relation are answered by one statement. */
  readonly batchTests: boolean;
  readonly state: string | null;
  readonly deferState: string | null;
  readonly defer: boolean;
  readonly favorState: boolean;
  readonly warnError: boolean;
  readonly warnErrorOptions: WarnErrorOptions;
  readonly logFormat: 'text' | 'json' | 'debug' | 'default';
  readonly logFormatFile: 'text' | 'json' | 'debug' | 'default';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'none';
  readonly logLevelFile: 'debug' | 'info' | 'warn' | 'error' | 'none';
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly useColors: boolean | null;
  readonly printerWidth: number;
  readonly print: boolean;
  readonly writeJson: boolean;
  readonly partialParse: boolean;
  readonly populateCache: boolean;
  readonly cacheSelectedOnly: boolean;
  readonly introspect: boolean;
  readonly versionCheck: boolean;
  readonly maximumSeedSizeMib: number;
  readonly show: boolean;
  /** Flags of `flags:` in dbt_project.yml that change behaviour (`require_…`, `skip_…`), as written. */
  readonly projectFlags: JsonObject;
  /** Options of single commands under their long names (`output`, `output-keys`, `limit`, `inline`, `args`, …). */
  readonly command: JsonObject;
}
