import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';
import type { Project } from '../config/project.ts';

/** An instant as dbt's artifacts have it: ISO 8601 with six digits of the second, in UTC. */
export function artifactTime(instant: Date | string): string {
  const iso = typeof instant === 'string' ? new Date(instant).toISOString() : instant.toISOString();
  return iso.replace(/\.(\d{3})Z$/, '.$1000Z');
}

/** The `metadata` of an artifact of a kind and version, e.g. `run-results` 6. */
export function artifactMetadata(
  project: Project,
  kind: string,
  version: number,
): Readonly<Record<string, unknown>> {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}/v${version}.json`,
    dbt_version: DBT_COMPATIBLE_VERSION,
    generated_at: artifactTime(new Date()),
    invocation_id: project.invocationId,
    invocation_started_at: artifactTime(project.startedAt),
    env: {},
  };
}
