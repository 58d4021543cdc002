import { resolveNodeConfig } from '../config/node-config.ts';
import { ProjectFailure } from '../errors/project-error.ts';
import type { GroupNode } from '../graph/node.ts';
import { asObject, asText, isObject } from './json-values.ts';
import { fileFolders } from './project-file.ts';
import { entryError, type PropertyEntry } from './property-file.ts';
import { renderDescription, renderEntry } from './render-properties.ts';
import type { ParseSession } from './session.ts';

/** A group of a property file. Throws ProjectFailure when it has no owner. */
export function groupNode(session: ParseSession, entry: PropertyEntry): GroupNode {
  const properties = renderEntry(entry, session);
  const { file } = entry.file;
  const uniqueId = `group.${file.packageName}.${entry.name}`;
  const owner = properties['owner'];
  if (!isObject(owner) || (asText(owner['name']) === null && asText(owner['email']) === null)) {
    throw new ProjectFailure(
      entryError(entry, ['owner'], {
        code: 'TX1203',
        message: `Group '${entry.name}' in ${file.displayPath} has no owner with a name or an email`,
        hint: 'Write owner: {name: …} or owner: {email: …}.',
      }),
    );
  }
  // dbt takes a group's settings from the models', but only those that the project configures.
  const { unrenderedConfig } = resolveNodeConfig({
    project: session.project,
    section: 'models',
    resourceType: 'group',
    packageName: file.packageName,
    fqn: [file.packageName, ...fileFolders(file), entry.name],
  });
  const description = renderDescription(entry, [], properties['description'], uniqueId, session);
  return {
    uniqueId,
    name: entry.name,
    packageName: file.packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    owner: { email: owner['email'] ?? null, ...owner },
    description: properties['description'] === undefined ? null : description.text,
    config: { meta: {}, ...unrenderedConfig, ...asObject(properties['config']) },
  };
}
