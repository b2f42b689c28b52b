/// <reference path="../../.sst/platform/config.d.ts" />
import type { AlarmDefinition } from '../alarms/definition.ts';
import { alarmInputs } from '../alarms/inputs.ts';
import { alarmActions } from './alarm-topic.ts';
import { pascal } from './names.ts';

/** Declares an alarm, which tells the stage's topic. */
export function alarm(definition: AlarmDefinition): void {
  new aws.cloudwatch.MetricAlarm(`${pascal(definition.name)}Alarm`, {
    ...alarmInputs(definition, `${$app.name}-${$app.stage}-`),
    ...alarmActions(definition),
  });
}
