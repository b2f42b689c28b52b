import { messages } from '../../platform/consumer.ts';
import { makeNotificationRepository } from '../composition.ts';
import { FeedbackRecorder } from '../feedback-recorder.ts';

const recorder = new FeedbackRecorder(makeNotificationRepository());

/** Bounces and complaints, as SES publishes them -> addresses that are written to no more. */
export const handler = messages((content) => recorder.record(content));
