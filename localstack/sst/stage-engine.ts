/** The engine that a local stage lives on: the tests have one of their own, so that they can run beside `npm start`. */
export const engineOf = (stage: string): 'local' | 'test' => (stage.startsWith('test-') ? 'test' : 'local');
