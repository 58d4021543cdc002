import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { measure, medianOf, type Command, type Measurement } from './measure.ts';

/** Programs that are timed side by side, by the name of their column. */
export type PeerName = 'tx' | 'dbt' | 'dbt2' | 'raw';

/** What one row of the table says: an item at a size, and the medians of each program that was timed. */
export interface Row {
  readonly suite: string;
  readonly size: number;
  readonly item: string;
  readonly medians: Readonly<Partial<Record<PeerName, Measurement>>>;
}

/** A command to time, and what makes it ready before each run. */
export interface Timed {
  prepare?(round: number): void;
  command(round: number): Command;
}

/** Times the programs in turn, round by round, so that a machine that changes its speed changes it for all. */
export function timeInTurn(
  programs: Readonly<Partial<Record<PeerName, Timed>>>,
  rounds: number,
): Readonly<Partial<Record<PeerName, Measurement>>> {
  const taken = Object.entries(programs).map(([name, timed]) => ({ name, timed, runs: [] as Measurement[] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { timed, runs } of taken) {
      timed.prepare?.(round);
      runs.push(measure(timed.command(round)));
    }
  }
  return Object.fromEntries(taken.map(({ name, runs }) => [name, medianOf(runs)]));
}

/** A copy of a folder for each program, beside it. */
export function copyFor(folder: string, peer: PeerName): string {
  const copy = `${folder}-${peer}`;
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(path.dirname(copy), { recursive: true });
  cpSync(folder, copy, { recursive: true });
  return copy;
}
