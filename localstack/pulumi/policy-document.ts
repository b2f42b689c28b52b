import { isSame, type Properties, type Value } from './values.ts';

interface Condition {
  test: string;
  variable: string;
  values: string[];
}

interface Principal {
  type: string;
  identifiers: string[];
}

interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  principals?: Principal[];
  notPrincipals?: Principal[];
  conditions?: Condition[];
}

/** A statement of a policy. Two with the same Sid are the same statement. */
type Written = { Sid?: string } & Record<string, unknown>;

interface Document {
  Version: string;
  Id?: string;
  Statement: Written[];
}

/** The supported arguments of aws.iam.getPolicyDocument; others are refused by name. */
export const POLICY_ARGUMENTS = [
  'version',
  'policyId',
  'statements',
  'sourcePolicyDocuments',
  'overridePolicyDocuments',
];

/**
 * The policy document of aws.iam.getPolicyDocument, with the element order of the real one. Documents are merged as the
 * provider does it: the sources in their order, over them the statements, over these the overrides; a statement takes the
 * place of an earlier one with the same Sid.
 *
 * Source: internal/service/iam/policy_document_data_source.go of terraform-provider-aws.
 *
 * @throws Error for two of the statements, or two of the sources, with the same Sid, as the provider does.
 */
export function policyDocument(args: Properties): Properties {
  const statements = (args.statements ?? []) as unknown as Statement[];
  const own: Document = {
    Version: String(args.version ?? '2012-10-17'),
    Id: args.policyId as string | undefined,
    Statement: statements.map(write),
  };
  refuseTwins(own.Statement, 'statements');
  const sources = parse(args.sourcePolicyDocuments);
  refuseTwins(
    sources.flatMap(({ Statement }) => Statement),
    'sourcePolicyDocuments',
  );
  const merged = [...sources, own, ...parse(args.overridePolicyDocuments)].reduce(merge, {
    Version: '',
    Statement: [],
  });
  const { Version, Id, Statement } = merged;
  const json = JSON.stringify({ Version, Id, Statement });
  // SST attaches no policy only if `statements` is undefined, and not an empty list.
  const given = statements.length > 0 ? args.statements : undefined;
  return { id: 'policy', json, minifiedJson: json, statements: given };
}

function merge(into: Document, { Version, Id, Statement }: Document): Document {
  const merged = [...into.Statement];
  for (const statement of Statement) {
    const at = statement.Sid ? merged.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
    if (at < 0) merged.push(statement);
    else merged[at] = statement;
  }
  return { Version: Version > into.Version ? Version : into.Version, Id: Id || into.Id, Statement: merged };
}

function refuseTwins(statements: Written[], where: string): void {
  const sids = statements.map(({ Sid }) => Sid).filter(Boolean);
  const twin = sids.find((sid, index) => sids.indexOf(sid) < index);
  if (twin) throw new Error(`the Sid ${twin} is there twice in ${where}: remove it or make it unique`);
}

function parse(documents: Value | undefined): Document[] {
  const texts = (documents ?? []) as string[];
  return texts
    .filter((text) => text !== '')
    .map((text) => {
      const { Version = '', Id, Statement = [] } = JSON.parse(text) as Partial<Document>;
      return { Version, Id, Statement: [Statement].flat() };
    });
}

const one = (list: string[] | undefined): string | string[] | undefined =>
  list?.length === 1 ? list[0] : list;

/** Replaces `&{aws:username}` by the policy variable `${aws:username}`, as the provider does. */
const withVariables = <T>(value: T): T =>
  value === undefined ? value : (JSON.parse(JSON.stringify(value).replaceAll('&{', '${')) as T);

const write = (statement: Statement): Written => ({
  Sid: statement.sid || undefined,
  Effect: statement.effect ?? 'Allow',
  Action: one(statement.actions),
  NotAction: one(statement.notActions),
  Resource: withVariables(one(statement.resources)),
  NotResource: withVariables(one(statement.notResources)),
  Principal: withVariables(principals(statement.principals)),
  NotPrincipal: withVariables(principals(statement.notPrincipals)),
  Condition: withVariables(conditions(statement.conditions)),
});

/** The principal of type `*` becomes `"*"`; `{"AWS": "*"}` is kept as it is. */
function principals(list: Principal[] | undefined) {
  if (!list?.length) return undefined;
  if (list.some(({ type, identifiers }) => type === '*' && isSame(identifiers, ['*']))) return '*';
  const byType: Record<string, string[]> = {};
  for (const { type, identifiers } of list) byType[type] = [...(byType[type] ?? []), ...identifiers];
  return Object.fromEntries(Object.entries(byType).map(([type, identifiers]) => [type, one(identifiers)]));
}

function conditions(list: Condition[] | undefined) {
  if (!list?.length) return undefined;
  const byTest: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of list) {
    const variables = byTest[test] ?? {};
    byTest[test] = { ...variables, [variable]: [...(variables[variable] ?? []), ...values] };
  }
  return Object.fromEntries(
    Object.entries(byTest).map(([test, variables]) => [
      test,
      Object.fromEntries(Object.entries(variables).map(([variable, values]) => [variable, one(values)])),
    ]),
  );
}
