exports.handler = async () => ({ module: 'cjs', file: __filename.split('/').pop() });
