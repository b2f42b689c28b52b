/**
 * What functions record, by name, with the names of its labels in the order in which lines of the log give their values. What else there is to say
 * of a metric is in metrics.ts, beside which it stands since it is in every function.
 */
export const RECORDED_LABELS = {
  http_requests_total: ['service', 'method', 'path', 'status'],
  http_request_duration_seconds: ['service', 'method', 'path'],
  service_calls_total: ['service', 'called', 'outcome'],
  service_call_fallbacks_total: ['service', 'called'],
  service_call_duration_seconds: ['service', 'called'],
  breaker_transitions_total: ['called', 'called_instance', 'state'],
  rate_limited_requests_total: ['service', 'by'],
  saga_step_duration_seconds: ['service', 'step', 'outcome'],
  sagas_parked_total: [],
  emails_total: ['outcome'],
  email_feedback_total: ['outcome'],
  events_consumed_total: ['service', 'consumer', 'outcome'],
  events_published_total: ['service', 'outcome'],
  outbox_lag_seconds: ['service'],
} as const;

/** Routes whose requests have a dimension of their own in CloudWatch, where each costs: those of which something is promised. */
export const PROMISED_ROUTES: readonly string[] = ['POST /orders'];
