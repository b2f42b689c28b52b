// Which way dependencies point. A service never imports another: they meet in contracts only, so that each can be
// deployed, broken and replaced alone.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-service-imports-another',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', pathNot: '^functions/(platform|contracts)/' },
      to: { path: '^functions/', pathNot: '^functions/($1|platform|contracts)/' },
    },
    {
      name: 'platform-knows-no-service',
      severity: 'error',
      from: { path: '^functions/platform/' },
      to: { path: '^functions/', pathNot: '^functions/(platform|contracts)/' },
    },
    {
      name: 'contracts-stand-alone',
      severity: 'error',
      from: { path: '^functions/contracts/' },
      to: { path: '^functions/', pathNot: '^functions/contracts/' },
    },
    {
      name: 'domain-knows-no-entry',
      comment: 'api, saga, events, deploy -> domain -> repository -> platform',
      severity: 'error',
      from: { path: '^functions/[^/]+/[^/]+[.]ts$' },
      to: { path: '^functions/[^/]+/(api|saga|events|deploy)/', pathNot: '^functions/contracts/' },
    },
    {
      name: 'entries-are-wired-in-composition',
      comment:
        'an entry takes what it needs from the composition of its service; types may come from anywhere',
      severity: 'error',
      from: { path: ['^functions/[^/]+/(api|saga|events|deploy)/', '^functions/[^/]+/rpc[.]ts$'] },
      to: { path: '^functions/[^/]+/[a-z-]*repository[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'repository-is-the-last',
      comment: 'types may come from the domain, code may not, but for what says how a row is written',
      severity: 'error',
      from: { path: '^functions/[^/]+/[a-z-]*repository[.]ts$' },
      to: {
        path: '^functions/',
        pathNot:
          '^functions/((platform|contracts)/|users/(user|user-writes|devices|password-link)[.]ts$|payments/ledger[.]ts$|orders/order-item[.]ts$|notifications/suppression[.]ts$|telemetry/(series-table|deltas|parts)[.]ts$|[^/]+/[a-z-]*repository[.]ts$)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'traces-by-the-api',
      comment:
        "Code speaks OpenTelemetry's API; which tracer stands behind it, the invocation alone decides.",
      severity: 'error',
      from: {
        path: '^functions/',
        pathNot: ['^functions/platform/(tracing/|invocation[.]ts$)', '[.]spec[.]ts$'],
      },
      to: {
        path: '^functions/platform/tracing/(batch|context-manager|datagrams|flush|otlp-|propagator|provider|register|span|xray-)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'of-tracers-what-is-small',
      comment:
        "OpenTelemetry's SDK costs 14 to 22 ms of a cold start; all of X-Ray's switches on cls-hooked.",
      severity: 'error',
      from: { path: '^functions/' },
      to: {
        path: 'node_modules/(@opentelemetry/(?!api/)|aws-xray-sdk-core/(?!dist/lib/segment_emitter[.]))',
      },
    },
    {
      name: 'functions-know-nothing-local',
      comment:
        'The same code runs here and in AWS: it cannot ask where it is. Of packages it takes what runs anywhere.',
      severity: 'error',
      from: { path: '^functions/', pathNot: '[.]spec[.]ts$' },
      to: {
        path: '^([^/]+[.][cm]?[jt]s$|(bench|cli|client|console|localstack|ops|scripts|stacks|tests)/|packages/(?!resilience/))',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'stacks-know-no-tool',
      comment: 'What a deployment needs is in the app and in packages, so that it is the same from anywhere.',
      severity: 'error',
      from: { path: '^(stacks/|sst[.]config[.]ts$)', pathNot: '[.]spec[.]ts$' },
      to: { path: '^(bench|cli|client|console|localstack|ops|scripts|tests)/' },
    },
    {
      name: 'packages-know-no-app',
      comment: 'A package could be published as it is.',
      severity: 'error',
      from: { path: '^packages/', pathNot: 'sst-env[.]d[.]ts$' },
      to: {
        path: '^([^/]+[.][cm]?[jt]s$|(bench|cli|client|console|functions|localstack|ops|scripts|stacks|state-machines|tests)/)',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'packages-stand-alone',
      comment: 'But for what every program on a command line needs.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: '^packages/($1|command-line)/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'What is generated from the contract is all that a client of the shop needs.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(bench|cli|console|functions|localstack|ops|packages|scripts|stacks|tests)/' },
    },
    {
      name: 'ops-know-no-command-line',
      comment: 'cli -> ops -> app: a command is called, it does not ask by what.',
      severity: 'error',
      from: { path: '^ops/', pathNot: '[.]spec[.]ts$' },
      to: { path: '^(bench|cli|scripts|tests)/' },
    },
    {
      name: 'nothing-knows-the-console',
      comment: 'console -> ops -> app: the command line starts it, and nothing else needs it.',
      severity: 'error',
      from: { pathNot: '^(console/|cli/|tests/|bench/)' },
      to: { path: '^console/' },
    },
    {
      name: 'the-page-runs-in-a-browser',
      comment: 'What it asks of the server it asks by HTTP; types alone come from there.',
      severity: 'error',
      from: { path: '^console/page/', pathNot: '[.]spec[.]ts$' },
      to: { pathNot: '^(console/page/|node_modules/preact/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'scripts-know-the-app-alone',
      severity: 'error',
      from: { path: '^scripts/' },
      to: { path: '^(bench|cli|localstack|ops|tests)/' },
    },
    {
      name: 'nothing-knows-a-bench',
      comment: 'Only the command line, which runs them all.',
      severity: 'error',
      from: { pathNot: '^(bench/|cli/commands[.]ts$)' },
      to: { path: '^bench/' },
    },
    {
      name: 'tests-are-for-tests',
      comment: "The command line runs them, and the test runner's order of files is theirs.",
      severity: 'error',
      from: { pathNot: '^(tests/|console/tests/|cli/[^/]+[.]ts$|vitest[.]config[.]ts$)' },
      to: { path: '^tests/' },
    },
    {
      name: 'localstack-stands-alone',
      comment:
        'AWS on this machine, for any SST app: nothing in it knows this one. The app says what it needs.',
      severity: 'error',
      // sst writes a file of types into each package.
      from: { path: '^localstack/', pathNot: 'sst-env[.]d[.]ts$' },
      to: {
        path: '^([^/]+[.][cm]?[jt]s$|(bench|cli|client|console|functions|ops|scripts|stacks|tests)/)',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'localstack-by-its-public-face',
      comment: 'A bench measures what is inside, and one test asks for what `--target` means.',
      severity: 'error',
      from: {
        path: '^(cli|console|ops|packages|scripts|stacks|tests)/',
        pathNot: '^tests/e2e/service-alone[.]test[.]ts$',
      },
      to: { path: '^localstack/', pathNot: '^localstack/index[.]ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycles-of-types',
      comment: 'What cannot be told without the other is one thing.',
      severity: 'error',
      from: {
        path: '^(cli|console|functions|ops|packages|scripts|stacks)/',
        pathNot: '^(ops/shop-driver/|stacks/service)',
      },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What deploys leave beside an app, SST's platform among it.
    exclude: { path: '(^|/)[.](sst|local|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
