export default { handler: async () => 'default' };
