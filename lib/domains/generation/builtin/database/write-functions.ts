import type { Field } from '../../../spec/contract'
import { code } from '../code'
import { type EntityModel, isEditable, profileColumns, type ProjectModel } from '../project-model'
import { columnDefault } from './write-tables'
import { literal, name, names, objectName, table } from './sql'
import { ruleFunction } from './write-rules'
import { usesAdmin } from './write-policies'

/**
 * Helper functions of the schema. Each has a fixed empty `search_path`, so that nobody can slip in a table or operator
 * of the same name.
 */

const setUpdatedAt = (): string => code`
  create function public.set_updated_at() returns trigger
    language plpgsql set search_path = '' as $$
  begin
    new.updated_at := now();
    return new;
  end
  $$;
  revoke all on function public.set_updated_at() from public, anon, authenticated;
`

/**
 * Reads the signed token only, so it needs no more rights than its caller. `app_metadata` can be written by the server
 * alone.
 */
const isAdmin = (): string => code`
  create function public.is_admin() returns boolean
    language sql stable set search_path = '' as $$
    select coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin', false)
  $$;
  revoke all on function public.is_admin() from public, anon;
  grant execute on function public.is_admin() to authenticated, service_role;
`

/** A value for a column that a new person's profile cannot do without. */
function profileDefault(field: Field, fallback: string): string {
  switch (field.type) {
    case 'email':
      return `coalesce(new.email, new.id || '@example.invalid')`
    case 'integer':
    case 'number':
    case 'money':
      return '0'
    case 'date':
      return 'current_date'
    case 'datetime':
      return 'now()'
    case 'json':
      return `'{}'::jsonb`
    default:
      return fallback
  }
}

function profileValues(project: ProjectModel, profiles: EntityModel): { columns: string[]; values: string[] } {
  const keys = profileColumns(project)
  const nobody = literal(project.locale === 'es' ? 'Miembro' : 'Member')
  // `to_jsonb` because the name is in the metadata on Supabase, and other auth schemas may lack that column.
  const personName = `left(coalesce(nullif(to_jsonb(new) -> 'raw_user_meta_data' ->> 'name', ''), nullif(split_part(to_jsonb(new) ->> 'email', '@', 1), ''), ${nobody}), 200)`
  const needed = profiles.fields.filter(
    (field) =>
      field.column === keys?.name ||
      (field.required === true &&
        field.column !== keys?.user &&
        field.type !== 'reference' &&
        columnDefault(profiles, field) === ''),
  )
  return {
    columns: [keys?.user ?? 'user_id', ...needed.map((field) => field.column)],
    values: ['new.id', ...needed.map((field) => profileDefault(field, personName))],
  }
}

/**
 * Writes on behalf of Supabase's auth service, which has no rights on `public`: that is why it is `security definer`.
 */
function handleNewUser(project: ProjectModel, profiles: EntityModel): string {
  const { columns, values } = profileValues(project, profiles)
  return code`
    create function public.handle_new_user() returns trigger
      language plpgsql security definer set search_path = '' as $$
    begin
      insert into ${table(profiles.entity.table)} (${names(columns)})
      values (${values.join(', ')})
      on conflict do nothing;
      return new;
    end
    $$;
    revoke all on function public.handle_new_user() from public, anon, authenticated;

    create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
  `
}

/**
 * Membership is asked with the definer's rights: a policy on the membership table that asks itself would recurse for
 * ever.
 */
function teamFunctions(project: ProjectModel): string[] {
  const teams = new Map(
    project.entities.flatMap((model) =>
      model.rule.team === undefined ? [] : [[model.rule.team.members, model.rule.team] as const],
    ),
  )
  return [...teams.values()].flatMap((team) =>
    (['member', 'admin'] as const).map((kind) => {
      const signature = `public.${name(objectName('is', kind, 'of', team.members))}`
      const roles = team.adminRoles ?? ['owner', 'admin']
      const onlyAdmins =
        kind === 'admin'
          ? team.membersRole
            ? ` and member.${name(team.membersRole)} in (${roles.map(literal).join(', ')})`
            : ' and false'
          : ''
      const active = team.activeWhen === undefined ? '' : ` and (${team.activeWhen})`
      return code`
        create function ${signature}(team uuid) returns boolean
          language sql stable security definer set search_path = '' as $$
          select exists (
            select 1 from ${table(team.members)} member
            where member.${name(team.membersTeam)} = team and member.${name(team.membersUser)} = (select auth.uid())${onlyAdmins}${active}
          )
        $$;
        revoke all on function ${signature}(uuid) from public, anon;
        grant execute on function ${signature}(uuid) to authenticated, service_role;
      `
    }),
  )
}

export type SchemaFunctions = { beforeTables: string[]; afterTables: string[] }

export function schemaFunctions(project: ProjectModel): SchemaFunctions {
  return {
    beforeTables: [project.entities.some(isEditable) ? setUpdatedAt() : '', usesAdmin(project) ? isAdmin() : ''].filter(
      Boolean,
    ),
    afterTables: [
      ...teamFunctions(project),
      project.profiles === null ? '' : handleNewUser(project, project.profiles),
      ...project.rules.map((rule) => ruleFunction(project, rule)),
    ].filter(Boolean),
  }
}
