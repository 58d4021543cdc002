import type { Project } from '../config/project.ts';
import { scrub, secretsOf } from '../config/secrets.ts';
import { errorCodes } from '../errors/codes.ts';
import { fromOperational, OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { GraphNode } from '../graph/node.ts';

/** A node's failure: dbt's message for artifacts, and the located error for people. */
export interface Failure {
  readonly message: string;
  readonly error: ProjectError;
}

/**
 * Turns whatever a node threw into its failure. Faults of the database are headed as the adapter's users know them, and
 * lose the secrets of the project here, before they reach a log, an artifact or the ledger.
 */
export function toFailure(thrown: unknown, node: GraphNode, project: Project): Failure {
  const place = { location: { file: node.originalFilePath }, nodeId: node.uniqueId };
  if (thrown instanceof ProjectFailure && thrown.errors[0] !== undefined) {
    const first = { nodeId: node.uniqueId, ...thrown.errors[0] };
    const title = errorCodes[first.code].errorClass;
    const text = thrown.errors.map((error) => error.message).join('\n');
    return { message: headed(title, node, text), error: first };
  }
  const secrets = secretsOfProject(project);
  if (thrown instanceof OperationalError) {
    const message = scrub(thrown.message, secrets);
    const heading = project.profile.adapter.faultHeading;
    return {
      message: headed(heading, node, message),
      error: { ...fromOperational(thrown), message, ...place },
    };
  }
  const message = scrub(thrown instanceof Error ? thrown.message : String(thrown), secrets);
  return {
    message: headed('Runtime Error', node, message),
    error: { code: 'TX3101', message, ...place, cause: thrown },
  };
}

function secretsOfProject({ environment, profile }: Project): readonly string[] {
  return [...secretsOf(environment), ...profile.credentials.secrets];
}

/** A message under dbt's heading: `Compilation Error in model x (models/x.sql)`, the text indented. */
export function headed(
  title: string,
  node: { readonly resourceType: string; readonly name: string; readonly originalFilePath: string },
  text: string,
): string {
  const body = text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `${title} in ${node.resourceType} ${node.name} (${node.originalFilePath})\n${body}`;
}
