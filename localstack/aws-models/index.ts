/** What a deployment would make and send, put to AWS's own models and to linters made of them. */
export { type Described, distinct, type Template, templateOf } from './cloudformation.ts';
export { awsModels, type PolicyFinding, type RequestsReport, type TemplateFinding } from './models.ts';
export { type NamedPolicy, policiesOf } from './policies.ts';
