import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { invocation, report } from '../invocation.ts';
import { addToLog } from '../log.ts';
import { currentTraceparent } from '../tracing/current.ts';

type Handler<E> = (event: E, context: Context) => Promise<APIGatewayProxyResult>;
type Invoked<E> = (event: E, context?: Context) => Promise<APIGatewayProxyResult>;

/**
 * An invocation by API Gateway: says which route was asked for and how it was answered, error responses for the method included. Every
 * answer names its trace, as https://www.w3.org/TR/server-timing/ carries it and browsers show it.
 */
export const httpInvocation = <E extends APIGatewayProxyEvent>(handle: Handler<E>): Invoked<E> =>
  invocation(
    'http',
    async (event: E, context) => {
      const { httpMethod: method, resource: route } = event;
      report({ method, route });
      addToLog({ route: `${method} ${route}` });
      const answer = await handle(event, context);
      report({ status: answer.statusCode });
      return {
        ...answer,
        headers: { ...answer.headers, 'server-timing': `traceparent;desc="${currentTraceparent()}"` },
      };
    },
    ({ headers }) => headers,
  );
