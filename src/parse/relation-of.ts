import type { RelationType } from '../adapter-api/relation.ts';
import { RelationValue } from '../global-macros/values/relation-value.ts';
import type { ParseSession } from './session.ts';

/** What a relation's name is made of in a node. */
interface Named {
  readonly database: string;
  readonly schema: string;
  readonly alias: string;
}

/** A node's relation as templates see it. */
export function relationValue(
  session: ParseSession,
  named: Named,
  type: RelationType | null = null,
): RelationValue {
  return new RelationValue(
    {
      database: named.database === '' ? null : named.database,
      schema: named.schema,
      identifier: named.alias,
      type,
      quoting: session.quoting,
    },
    session.project.profile.adapter.dialect,
  );
}
