/** One step of a recorded execution case: see the keys in docs/contributing.md, "Conformance". */
export interface RecordedStep {
  readonly name?: string;
  readonly copy?: readonly (readonly [string, string])[];
  readonly files?: Readonly<Record<string, string | null>>;
  readonly sql?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly says?: readonly string[];
  readonly stdout?: 'lines' | 'json' | 'text';
  readonly tables?: readonly string[];
  readonly query?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly keys?: readonly string[];
  readonly exists?: readonly string[];
  readonly expect: Readonly<Record<string, unknown>>;
  readonly [adapterExpectation: `expect_${string}`]: Readonly<Record<string, unknown>>;
}

export interface RecordedCase {
  readonly about: string;
  readonly adapters: readonly string[];
  readonly tables?: readonly string[];
  readonly query?: RecordedStep['query'];
  readonly steps: readonly RecordedStep[];
}
