/**
 * What SES publishes of an email, as its documentation shows it
 * (https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html): no engine sends any.
 */
const mail = (to: string) => ({
  timestamp: '2026-11-27T08:00:00.000Z',
  messageId: '0102017f-1',
  source: 'orders@shop.test',
  sourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/shop.test',
  sendingAccountId: '123456789012',
  destination: [to],
  headersTruncated: false,
  headers: [{ name: 'To', value: to }],
  commonHeaders: { from: ['orders@shop.test'], to: [to], messageId: '0102017f-1', subject: 'Welcome' },
  tags: { 'ses:configuration-set': ['shop-production-notifications-mail'] },
});

export const bounce = (to: string, bounceType: string, bounceSubType: string) => ({
  eventType: 'Bounce',
  bounce: {
    feedbackId: '0102017f-2',
    bounceType,
    bounceSubType,
    bouncedRecipients: [
      { emailAddress: to, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ],
    timestamp: '2026-11-27T08:00:01.000Z',
    reportingMTA: 'dsn; mx.x.test',
  },
  mail: mail(to),
});

export const complaint = (to: string, complaintFeedbackType?: string) => ({
  eventType: 'Complaint',
  complaint: {
    feedbackId: '0102017f-3',
    complaintSubType: null,
    complainedRecipients: [{ emailAddress: to }],
    timestamp: '2026-11-27T08:00:01.000Z',
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType,
    arrivalDate: '2026-11-27T08:00:01.000Z',
  },
  mail: mail(to),
});
