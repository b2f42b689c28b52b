/** A machine with one task that invokes a function as the saga does, and two catchers: one for these names, one for all others. */
export const task = (FunctionName: string, names: string[], options: object = {}) => ({
  StartAt: 'Try',
  States: {
    Try: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName, 'Payload.$': '$' },
      ResultPath: null,
      Catch: [
        { ErrorEquals: names, ResultPath: '$.failure', Next: 'Named' },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Other' },
      ],
      End: true,
      ...options,
    },
    Named: { Type: 'Pass', Result: 'named', ResultPath: '$.caught', End: true },
    Other: { Type: 'Pass', Result: 'all', ResultPath: '$.caught', End: true },
  },
});
