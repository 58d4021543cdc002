import type { Project } from '../../config/project.ts';
import type { ProjectFile } from '../project-file.ts';
import type { ShardOnItsWay, ShardThreads } from './shard.ts';

/** Hands property files of a large project out to threads, evenly; gives none where it does not pay. */
export function startShards(
  project: Project,
  files: readonly ProjectFile[],
  threads: ShardThreads | null,
): readonly ShardOnItsWay[] {
  if (threads === null || !isLarge(files, threads)) return [];
  const hands = threads.count + 1;
  const properties = files.flatMap(({ kind }, index) => (kind === 'properties' ? [index] : []));
  const { flags, environment, startedAt, invocationId } = project;
  return Array.from({ length: threads.count }, (_, hand) =>
    threads.start({
      flags,
      environment,
      startedAt,
      invocationId,
      files,
      properties: properties.filter((_index, position) => position % hands === hand),
    }),
  );
}

function isLarge(files: readonly ProjectFile[], { fromModels }: ShardThreads): boolean {
  return files.filter(({ kind }) => kind === 'model').length >= fromModels;
}
