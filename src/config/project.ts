import type { Adapter, Credentials } from '../adapter-api/adapter.ts';
import type { Json, JsonObject } from './json.ts';
import type { Flags } from './flags.ts';
import type { TxConfig } from './tx-config.ts';

/** Resource kinds that dbt_project.yml configures, by their key there. */
export type ConfigSection =
  | 'models'
  | 'seeds'
  | 'snapshots'
  | 'sources'
  | 'data_tests'
  | 'unit_tests'
  | 'analyses'
  | 'exposures'
  | 'metrics'
  | 'semantic-models'
  | 'saved-queries'
  | 'functions';

/** An entry of `dispatch:`: the packages searched for the macros of a namespace, in order. */
export interface DispatchEntry {
  readonly macroNamespace: string;
  readonly searchOrder: readonly string[];
}

/** One package: the root project or an installed one, from its dbt_project.yml. */
export interface Package {
  readonly name: string;
  readonly version: string | null;
  /** Absolute path. */
  readonly root: string;
  readonly isRoot: boolean;
  readonly paths: {
    readonly model: readonly string[];
    readonly seed: readonly string[];
    readonly test: readonly string[];
    readonly snapshot: readonly string[];
    readonly macro: readonly string[];
    readonly analysis: readonly string[];
    readonly docs: readonly string[];
    readonly function: readonly string[];
  };
  readonly targetPath: string;
  readonly logPath: string;
  readonly packagesInstallPath: string;
  readonly cleanTargets: readonly string[];
  readonly quoting: { readonly database?: boolean; readonly schema?: boolean; readonly identifier?: boolean };
  /** Config trees, rendered; hooks stay as written. */
  readonly sections: Readonly<Record<ConfigSection, JsonObject>>;
  /** The same trees as written, before Jinja. */
  readonly unrenderedSections: Readonly<Record<ConfigSection, JsonObject>>;
  readonly vars: JsonObject;
  readonly dispatch: readonly DispatchEntry[];
  readonly onRunStart: readonly string[];
  readonly onRunEnd: readonly string[];
  readonly queryComment: Json | undefined;
  readonly requireVersion: readonly string[];
  readonly restrictAccess: boolean;
  readonly flags: JsonObject;
}

/** The chosen target of profiles.yml. */
export interface Profile {
  readonly profileName: string;
  readonly targetName: string;
  readonly threads: number;
  readonly adapter: Adapter;
  readonly credentials: Credentials;
}

/** Everything that is known before a model file is read. */
export interface Project {
  readonly flags: Flags;
  readonly root: Package;
  /** The root first, then installed packages by name. */
  readonly packages: ReadonlyMap<string, Package>;
  readonly profile: Profile;
  /** `--vars`. */
  readonly cliVars: JsonObject;
  /** vars.yml where the project has one, else null. */
  readonly varsFile: JsonObject | null;
  /** selectors.yml as read (`selectors:` list), else null. */
  readonly selectors: Json | null;
  /** tx.yml, with its defaults; null where the project has none and runs as under dbt. */
  readonly tx: TxConfig | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Instant of the invocation. */
  readonly startedAt: Date;
  readonly invocationId: string;
  /** Absolute path of `target/`. */
  readonly targetDirectory: string;
}
