/** Unit tests use no engine: they say the same whichever one the shell names. */
for (const name of ['ENGINE', 'ENGINE_PORT', 'AWS_ENDPOINT_URL']) delete process.env[name];
