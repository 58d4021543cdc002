import { existsSync, readFileSync } from 'node:fs';
import { ProjectFailure } from '../errors/project-error.ts';

/** A JSON artifact, or null when there is none. Throws ProjectFailure TX6002 for one that is damaged. */
export function readArtifact(file: string): Readonly<Record<string, unknown>> | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (thrown) {
    throw new ProjectFailure({
      code: 'TX6002',
      message: `${file} is not valid JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      hint: 'Write it again with the command that made it.',
      location: { file },
      cause: thrown,
    });
  }
}

/** As `readArtifact`, for a file that must be there. */
export function requireArtifact(file: string): Readonly<Record<string, unknown>> {
  const found = readArtifact(file);
  if (found !== null) return found;
  throw new ProjectFailure({
    code: 'TX6002',
    message: `Could not find ${file}`,
    hint: 'Point --state at the folder of an earlier run’s artifacts.',
    location: { file },
  });
}
