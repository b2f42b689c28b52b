import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { accountCredentials } from '../../engine/credentials.ts';
import { type Lab, until } from '../lab.ts';
import type { Row } from '../row.ts';

async function alarm(lab: Lab) {
  const name = lab.name('alarm');
  await lab.clients.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      AlarmDescription: 'for people',
      Namespace: 'Parity',
      MetricName: name,
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  lab.later(() => lab.clients.cloudWatch.send(new DeleteAlarmsCommand({ AlarmNames: [name] })));
  const describe = async () => {
    const command = new DescribeAlarmsCommand({ AlarmNames: [name] });
    return (await lab.clients.cloudWatch.send(command)).MetricAlarms?.[0];
  };
  return { name, describe };
}

/** What people watch: alarms and traces. */
export const watchingRows: Row[] = [
  {
    id: 'alarm-description',
    service: 'CloudWatch',
    behaviour: 'PutMetricAlarm and DescribeAlarms',
    documented: 'the alarm is shown as it was put, without a state until there is data or its absence counts',
    source: 'AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
    expected: { description: 'for people', threshold: 0, missing: 'notBreaching', rings: false },
    reliedOn: 'yes',
    see: async (lab) => {
      const { describe } = await alarm(lab);
      const shown = await describe();
      return {
        description: shown?.AlarmDescription,
        threshold: shown?.Threshold,
        missing: shown?.TreatMissingData,
        rings: shown?.StateValue === 'ALARM',
      };
    },
  },
  {
    id: 'alarm-rings',
    service: 'CloudWatch',
    behaviour: 'an alarm whose metric is above its threshold',
    documented: 'goes to ALARM',
    source: 'AmazonCloudWatch/latest/monitoring/alarm-evaluation.html',
    expected: 'ALARM',
    reliedOn: 'yes',
    limit: 75,
    see: async (lab) => {
      const { name, describe } = await alarm(lab);
      const put = new PutMetricDataCommand({
        Namespace: 'Parity',
        MetricData: [{ MetricName: name, Value: 1, StorageResolution: 1 }],
      });
      await until(
        'the alarm',
        async () => {
          await lab.clients.cloudWatch.send(put);
          return (await describe())?.StateValue === 'ALARM';
        },
        60,
      );
      return 'ALARM';
    },
  },
  {
    id: 'xray-segments',
    service: 'X-Ray',
    behaviour: 'PutTraceSegments',
    documented: 'takes segments and names those that it could not take',
    source: 'xray/latest/api/API_PutTraceSegments.html',
    expected: { status: 200, unprocessed: 0 },
    reliedOn: 'yes',
    see: async (lab) => {
      const now = Date.now() / 1000;
      const hex = (length: number) =>
        Math.floor(now * 1e6)
          .toString(16)
          .padStart(length, '0')
          .slice(-length);
      const segment = {
        trace_id: `1-${Math.floor(now).toString(16)}-${hex(24)}`,
        id: hex(16),
        name: 'parity',
        start_time: now,
        end_time: now,
      };
      const response = await fetch(`${lab.endpoint}/TraceSegments`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `AWS4-HMAC-SHA256 Credential=${lab.account}/20260101/${lab.region}/xray/aws4_request, SignedHeaders=host, Signature=0`,
          'x-amz-security-token': accountCredentials(lab.endpoint, lab.account).sessionToken ?? '',
        },
        body: JSON.stringify({ TraceSegmentDocuments: [JSON.stringify(segment)] }),
        signal: AbortSignal.timeout(20_000),
      });
      const body = (await response.json().catch(() => ({}))) as { UnprocessedTraceSegments?: unknown[] };
      return { status: response.status, unprocessed: body.UnprocessedTraceSegments?.length };
    },
  },
];
