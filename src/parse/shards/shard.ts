import type { Flags } from '../../config/flags.ts';
import type { ProjectError } from '../../errors/project-error.ts';
import type { ProjectFile } from '../project-file.ts';
import type { Read } from '../read-log.ts';
import type { ParseMessage } from '../session.ts';

/**
 * A shard is a share of a large project that another thread parses: some property files, the models that they describe,
 * and the tests that they ask for. What follows goes from one thread to the other and is plain data.
 */
export interface ShardRequest {
  readonly flags: Flags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly startedAt: Date;
  readonly invocationId: string;
  /** Every file of the project. Indexes below are places in this list. */
  readonly files: readonly ProjectFile[];
  /** Property files to take, where nothing about them asks for a look at the whole project. */
  readonly properties: readonly number[];
}

/** What a shard takes, told before the nodes are made: whoever parses the rest needs to know. */
export interface ShardContent {
  /** Property files that were taken, with their documents as JSON. */
  readonly documents: readonly (readonly [file: number, document: string])[];
  /** Models that they describe. */
  readonly models: readonly number[];
}

/** What a property file of a shard and the models that it describes say. */
export interface ShardNodes {
  /** Models as `encodeNode` gives them. */
  readonly models: readonly string[];
  /** Tests as `encodeNode` gives them, in their order. */
  readonly tests: readonly string[];
  readonly errors: readonly ProjectError[];
  readonly warnings: readonly ProjectError[];
  readonly messages: readonly ParseMessage[];
  /** What was read while the nodes of a file were made. */
  readonly reads: readonly (readonly [file: number, reads: readonly (readonly [string, Read])[]])[];
}

/** A shard on its way in another thread. Both promises reject when the thread fails. */
export interface ShardOnItsWay {
  /** Property files that it was asked to take. */
  readonly properties: readonly number[];
  readonly content: Promise<ShardContent>;
  readonly nodes: Promise<readonly ShardNodes[]>;
  /** Ends the thread, whether or not it is done. */
  stop(): void;
}

/** Loads the threads that may parse shards, when a project is to be parsed whole; null for none. */
export type LoadShardThreads = () => Promise<ShardThreads | null>;

/** Threads that parse shards. */
export interface ShardThreads {
  /** How many may run beside this one. */
  readonly count: number;
  /** The size of a project, in models, from which on they pay. */
  readonly fromModels: number;
  start(request: ShardRequest): ShardOnItsWay;
}
