/// <reference path="../../.sst/platform/config.d.ts" />
import { arnOf } from './arn.ts';

export type FunctionArgs = sst.aws.FunctionArgs;
export type Permission = {
  actions: string[];
  resources: $util.Input<$util.Input<string>[]>;
  conditions?: { test: string; variable: string; values: string[] }[];
};

export type TableOperation =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/** What one function needs of the world. What is not named here, it cannot touch. */
export interface Needs {
  /** Operations on the service's own table, as in `['GetItem', 'PutItem']`. */
  table?: TableOperation[];
  /** Indexes of the table that are queried. */
  indexes?: string[];
  environment?: Record<string, $util.Input<string>>;
  permissions?: Permission[];
  link?: FunctionArgs['link'];
  /** 512 MB unless told: at less, Lambda gives so little processor that cold starts double. */
  memory?: FunctionArgs['memory'];
  timeout?: FunctionArgs['timeout'];
}

/** Exactly the operations that are named, on the table or on the indexes that are queried. */
export function tablePermissions(
  table: $util.Input<string>,
  { table: operations = [], indexes = [] }: Needs,
): Permission[] {
  return [
    ...(operations.length > 0
      ? [{ actions: operations.map((operation) => `dynamodb:${operation}`), resources: [table] }]
      : []),
    ...(indexes.length > 0
      ? [
          {
            actions: ['dynamodb:Query'],
            resources: indexes.map((index) => $interpolate`${table}/index/${index}`),
          },
        ]
      : []),
  ];
}

/** Writing to a function's own log group, which the deployment has made. */
export const logging = (functionName: string): Permission => ({
  actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  resources: [arnOf('logs', `log-group:/aws/lambda/${functionName}:*`)],
});
