import { errorCodes } from '../errors/codes.ts';
import { fromOperational, OperationalError } from '../errors/operational-error.ts';
import { ProjectFailure, type ProjectError } from '../errors/project-error.ts';
import type { GraphNode } from '../graph/node.ts';

/** A node's failure: dbt's message for artifacts, and the located error for people. */
export interface Failure {
  readonly message: string;
  readonly error: ProjectError;
}

/** What an adapter says of its faults in headings: `Runtime Error` or `Database Error`. */
export type FaultHeading = 'Runtime Error' | 'Database Error';

/** Turns whatever a node threw into its failure; faults of the database are headed as the adapter's users know them. */
export function toFailure(thrown: unknown, node: GraphNode, heading: FaultHeading): Failure {
  if (thrown instanceof ProjectFailure && thrown.errors[0] !== undefined) {
    const first = { nodeId: node.uniqueId, ...thrown.errors[0] };
    const title = errorCodes[first.code].errorClass;
    const text = thrown.errors.map((error) => error.message).join('\n');
    return { message: headed(title, node, text), error: first };
  }
  if (thrown instanceof OperationalError) {
    return {
      message: headed(heading, node, thrown.message),
      error: {
        ...fromOperational(thrown),
        location: { file: node.originalFilePath },
        nodeId: node.uniqueId,
      },
    };
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    message: headed('Runtime Error', node, text),
    error: {
      code: 'TX3101',
      message: text,
      location: { file: node.originalFilePath },
      nodeId: node.uniqueId,
      cause: thrown,
    },
  };
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
