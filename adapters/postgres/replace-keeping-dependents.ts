import { literal, quoteIdentifier, renderRelation } from '../../src/adapter-api/ansi/naming.ts';
import type { ExistingRelation } from '../../src/adapter-api/relation.ts';

/**
 * Puts the relation `stage` in the place of `existing`, in one statement. Postgres would drop the views over the old one
 * with it, other projects' too: they are made again over the new one, with their rights, comments and indexes. Each is
 * first locked under the name that tx locks it by while it builds it, so that no newer definition is undone; views that
 * another session makes meanwhile are seen by the second attempt. A view that does not fit the new columns goes, with a
 * warning of the server.
 */
export function replaceKeepingDependents(existing: ExistingRelation, stage: ExistingRelation): string {
  const target = literal(renderRelation({ ...existing, database: null }));
  const drop = `drop ${word(existing)} ${renderRelation(existing)}`;
  const rename = `alter ${word(stage)} ${renderRelation(stage)} rename to ${quoteIdentifier(existing.identifier ?? '')}`;
  return `do $tx$
declare
  kept jsonb;
  each jsonb;
  command text;
begin
  for attempt in 1..5 loop
    perform pg_advisory_xact_lock(hashtextextended(format('tx:"%s"."%s"."%s"', current_database(), schema, name), 0))
    from (${dependents(target)} order by id) dependent;
    select coalesce(jsonb_agg(to_jsonb(described) order by described.id), '[]') into kept
    from (${described(target)}) described;
    begin
      for each in select value from jsonb_array_elements(kept) with ordinality order by ordinality desc loop
        execute format('drop %s if exists %s', each ->> 'kind', each ->> 'relation');
      end loop;
      ${drop};
      exit;
    exception when dependent_objects_still_exist then
      if attempt = 5 then raise; end if;
    end;
  end loop;
  ${rename};
  for each in select value from jsonb_array_elements(kept) with ordinality order by ordinality loop
    begin
      for command in select value from jsonb_array_elements_text(each -> 'commands') loop
        execute command;
      end loop;
    exception when undefined_column or undefined_table or undefined_function or datatype_mismatch then
      raise warning '% does not fit the new % and is gone: %', each ->> 'relation', ${target}, sqlerrm;
    end;
  end loop;
end $tx$`;
}

function word(relation: ExistingRelation): string {
  return relation.type === 'materialized_view' ? 'materialized view' : relation.type;
}

/** Views that read the relation, directly or through others. */
function dependents(target: string): string {
  return `
      with recursive found(id) as (
        select r.ev_class
        from pg_catalog.pg_depend d
        join pg_catalog.pg_rewrite r on r.oid = d.objid
        where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
          and d.refobjid = ${target}::regclass and r.ev_class <> d.refobjid
        union
        select r.ev_class
        from found f
        join pg_catalog.pg_depend d on d.refobjid = f.id
        join pg_catalog.pg_rewrite r on r.oid = d.objid
        where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and r.ev_class <> d.refobjid
      )
      select f.id::bigint as id, n.nspname as schema, c.relname as name
      from found f
      join pg_catalog.pg_class c on c.oid = f.id
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace`;
}

/** Each of them with the commands that make it again; a view is younger than what it reads, so its id is greater. */
function described(target: string): string {
  return `
      select d.id, v.relation, v.kind,
        array[format('create %s %s as %s', v.kind, v.relation, pg_get_viewdef(c.oid))]
        || array(select pg_get_indexdef(i.indexrelid) from pg_catalog.pg_index i where i.indrelid = c.oid)
        || array(
          select format('grant %s on %s to %s', a.privilege_type, v.relation,
            case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
          from aclexplode(c.relacl) a where a.grantee <> c.relowner)
        || array(
          select format('comment on %s %s is %L', case when t.objsubid = 0 then v.kind else 'column' end,
            v.relation || coalesce('.' || quote_ident(a.attname), ''), t.description)
          from pg_catalog.pg_description t
          left join pg_catalog.pg_attribute a on a.attrelid = t.objoid and a.attnum = t.objsubid and t.objsubid > 0
          where t.objoid = c.oid and t.classoid = 'pg_class'::regclass)
        || case when pg_get_userbyid(c.relowner) = current_user then '{}'::text[]
          else array[format('alter %s %s owner to %I', v.kind, v.relation, pg_get_userbyid(c.relowner))] end as commands
      from (${dependents(target)}) d
      join pg_catalog.pg_class c on c.oid = d.id
      cross join lateral (
        select format('%I.%I', d.schema, d.name) as relation,
          case c.relkind when 'm' then 'materialized view' else 'view' end as kind
      ) v`;
}
