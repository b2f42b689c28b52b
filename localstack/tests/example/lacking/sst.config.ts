// @ts-nocheck The globals' types come with SST's platform.

/** Resources that no engine here has, beside one that every engine has: `check` has to name all of the former. */
export default $config({
  app: (input) => ({
    name: 'lacking',
    home: 'local',
    removal: 'remove',
    stage: input.stage,
    providers: { aws: { region: 'us-east-1' } },
  }),
  async run() {
    new sst.aws.Queue('Fine');
    new aws.ec2.Vpc('Net', { cidrBlock: '10.0.0.0/16' });
    new aws.ec2.Vpc('Other', { cidrBlock: '10.1.0.0/16' });
    new aws.kinesis.Stream('Stream', { shardCount: 1 });
    new aws.lambda.Function('Odd', {
      role: 'arn:aws:iam::000000000000:role/odd',
      handler: 'index.handler',
      runtime: 'python3.12',
      s3Bucket: 'code',
      s3Key: 'code.zip',
      vpcConfig: { subnetIds: [], securityGroupIds: [] },
    });
    new aws.sns.Topic('Late', {}, { import: 'arn:aws:sns:us-east-1:000000000000:Late' });
    new aws.sfn.StateMachine('Flow', {
      roleArn: 'arn:aws:iam::000000000000:role/flow',
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'End',
        States: { End: { Type: 'Succeed' } },
      }),
    });
    aws.ec2.getAmiOutput({ owners: ['amazon'], mostRecent: true });
    return {};
  },
});
