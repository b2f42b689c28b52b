import type { Struct } from '../pulumi/sdk.ts';
import type { Properties } from '../pulumi/values.ts';
import type { Handlers } from './handlers.ts';
import { filled, type Message, type Method, type Rpc, serve } from './rpc.ts';

interface ProviderOptions {
  readonly rpc: Rpc;
  readonly handlers: Handlers;
  readonly version: string;
}

/** DiffResponse.DiffChanges. */
const CHANGES = { none: 1, some: 2 };

/** PropertyDiff.Kind; the next number is that of a change that replaces the resource. */
const KINDS = { add: 0, delete: 2, update: 4 };

/**
 * Serves handlers as a provider that Pulumi's engine can attach to (PULUMI_DEBUG_PROVIDERS). It declares no support for
 * secrets, resource references and outputs, so that the engine sends plain values. In previews it tells what is known, as a bridged provider does.
 *
 * @returns the port.
 */
export function serveProvider({ rpc, handlers, version }: ProviderOptions): Promise<number> {
  const { provider, plugin, Empty, Struct, grpc } = rpc;
  const struct = (properties: Properties) => Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
  const answer = (work: (request: Message) => Promise<Message>): Method => {
    return ({ request }, callback) => {
      work(request).then(
        (response) => callback(null, response),
        (error: Error) => callback({ code: grpc.status.UNKNOWN, message: error.message }),
      );
    };
  };
  const told = (request: Message) => ({
    urn: String(request.getUrn!()),
    id: String(request.getId!()),
    inputs: propertiesOf(request.getOldInputs!()),
  });
  const response = (name: string, fields: Record<string, unknown>) => filled(new provider[name]!(), fields);
  const methods: Record<string, Method> = {
    getPluginInfo: answer(async () => filled(new plugin.PluginInfo!(), { Version: version })),
    attach: answer(async () => new Empty()),
    cancel: answer(async () => new Empty()),
    checkConfig: answer(async (request) => response('CheckResponse', { Inputs: request.getNews!() })),
    diffConfig: answer(async () => response('DiffResponse', { Changes: CHANGES.none })),
    configure: answer(async (request) => {
      handlers.configure(propertiesOf(request.getArgs!()));
      const none = { Acceptsecrets: false, Acceptresources: false, Acceptoutputs: false };
      return response('ConfigureResponse', { ...none, Supportspreview: true });
    }),
    check: answer(async (request) => {
      const [olds, news] = [propertiesOf(request.getOlds!()), propertiesOf(request.getNews!())];
      return response('CheckResponse', {
        Inputs: struct(await handlers.check({ urn: String(request.getUrn!()), olds, news })),
      });
    }),
    diff: answer(async (request) => {
      const news = propertiesOf(request.getNews!());
      const about = told(request);
      const { op, changed, replacing, deleteFirst } = await handlers.diff({ ...about, news });
      const answer = response('DiffResponse', {
        Changes: op === 'same' ? CHANGES.none : CHANGES.some,
        DiffsList: changed,
        ReplacesList: replacing,
        Deletebeforereplace: deleteFirst,
        Hasdetaileddiff: true,
      });
      const details = answer.getDetaileddiffMap!() as Map<string, unknown>;
      for (const name of changed) {
        const verb = about.inputs[name] == null ? 'add' : news[name] == null ? 'delete' : 'update';
        const Kind = KINDS[verb] + (replacing.includes(name) ? 1 : 0);
        details.set(name, response('PropertyDiff', { Kind, Inputdiff: true }));
      }
      return answer;
    }),
    create: answer(async (request) => {
      const urn = String(request.getUrn!());
      const preview = request.getPreview!() === true;
      const { id, properties } = await handlers.create(urn, propertiesOf(request.getProperties!()), preview);
      return response('CreateResponse', { Id: id, Properties: struct(properties) });
    }),
    update: answer(async (request) => {
      const [outputs, news] = [propertiesOf(request.getOlds!()), propertiesOf(request.getNews!())];
      const properties = await handlers.update(
        { ...told(request), outputs, news },
        request.getPreview!() === true,
      );
      return response('UpdateResponse', { Properties: struct(properties) });
    }),
    delete: answer(async (request) => {
      await handlers.delete({ ...told(request), outputs: propertiesOf(request.getProperties!()) });
      return new Empty();
    }),
    read: answer(async (request) => {
      const id = String(request.getId!());
      const found = await handlers.read(String(request.getUrn!()), id);
      return response('ReadResponse', { Id: id, Properties: struct(found) });
    }),
    invoke: answer(async (request) => {
      const found = await handlers.invoke(String(request.getTok!()), propertiesOf(request.getArgs!()));
      return response('InvokeResponse', { Return: struct(found) });
    }),
  };
  return serve({ rpc, service: 'ResourceProviderService', methods });
}

const propertiesOf = (struct: unknown): Properties =>
  ((struct as Struct | undefined)?.toJavaScript() ?? {}) as Properties;
