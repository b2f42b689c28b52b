console.log('init runs');
throw new RangeError('the configuration is wrong');
