/** Checks the resources and requests of a deployment by AWS's own models, and by linters that are based on them. */
export { type Described, distinct, type Template, templateOf } from './cloudformation.ts';
export { awsModels, type PolicyFinding, type RequestsReport, type TemplateFinding } from './models.ts';
export { type NamedPolicy, policiesOf } from './policies.ts';
