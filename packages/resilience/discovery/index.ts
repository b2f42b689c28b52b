export { Discovery } from './discovery.ts';
export {
  type DeployedInstances,
  deployedInstances,
  describeInstances,
  type Health,
  type Instance,
  type InstanceState,
  instanceName,
  type RegisteredInstance,
} from './instance.ts';
export {
  acceptedRegistration,
  type DrainRecord,
  type HealthRecord,
  itemOf,
  KINDS,
  type Kind,
  keyOf,
  readRegistry,
  recordName,
} from './registry-records.ts';
export { readRecords, tableRegistry } from './registry-table.ts';
