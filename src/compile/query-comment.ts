import type { Dialect } from '../adapter-api/dialect.ts';
import type { Project } from '../config/project.ts';
import type { MacroLibrary } from '../parse/macro-library.ts';
import { renderQueryComment } from './render-query-comment.ts';
import type { GraphNode } from '../graph/node.ts';
import { DBT_COMPATIBLE_VERSION } from '../config/dbt-version.ts';

/** The setting `query-comment` of dbt_project.yml: text (or a template), and whether it goes behind the statement. */
interface CommentSetting {
  readonly comment: string | null;
  readonly append: boolean;
}

/**
 * Gives the function that puts the query comment on a statement. By default the comment is JSON that names app,
 * version, profile, target and node; an empty setting turns it off.
 */
export function queryComment(
  { project, macros }: { readonly project: Project; readonly macros: MacroLibrary },
  node: GraphNode | null,
): (sql: string) => string {
  const setting = readSetting(project);
  if (setting.comment === '') return (sql) => sql;
  const { dialect } = project.profile.adapter;
  let comment: string | null = null;
  return (sql) => {
    comment ??= commentOf(
      setting.comment === null
        ? defaultText(project, node)
        : renderQueryComment(setting.comment, project, macros, node),
      dialect,
    );
    if (comment === '') return sql;
    return setting.append ? `${sql.trimEnd().replace(/;$/, '')}\n${comment}` : `${comment}\n${sql}`;
  };
}

function commentOf(text: string, dialect: Dialect): string {
  return text.trim() === '' ? '' : dialect.comment(text);
}

function readSetting(project: Project): CommentSetting {
  const raw = project.root.queryComment;
  if (raw === undefined) return { comment: null, append: false };
  if (raw === null) return { comment: '', append: false };
  if (typeof raw === 'object' && !Array.isArray(raw)) {
    const settings = raw as { readonly comment?: unknown; readonly append?: unknown };
    const comment = settings.comment === undefined ? null : String(settings.comment ?? '');
    return { comment, append: settings.append === true };
  }
  return { comment: String(raw), append: false };
}

function defaultText(project: Project, node: GraphNode | null): string {
  const fields = {
    app: 'dbt',
    dbt_version: DBT_COMPATIBLE_VERSION,
    profile_name: project.profile.profileName,
    target_name: project.profile.targetName,
    ...(node === null ? {} : { node_id: node.uniqueId }),
    run: project.invocationId,
  };
  const pairs = Object.entries(fields).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}
