import { InstancePage } from './instance-page.tsx';
import { ServiceList } from './service-list.tsx';

/** `/services` is the list, `/services/<service>/<instance>` one of them. */
export const Services = ({ rest: [service, instance] }: { rest: string[] }) =>
  service === undefined || instance === undefined ? (
    <ServiceList service={service} />
  ) : (
    <InstancePage service={service} instance={instance} />
  );
