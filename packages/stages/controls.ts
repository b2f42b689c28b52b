/**
 * Names of environment variables that could lead the CLI of a local stage to an account, or change what runs. The launcher
 * takes them out of the caller's environment, and refuses them in `.env` files, which the CLI reads by itself.
 */
const LEADS_AWAY =
  /^(AWS_|SST_(?!SECRET_)|PULUMI_|LOCAL_STAGE_|STAND_IN_|BUN_(?!CONFIG_)|NO_BUN$|LD_|DYLD_|XDG_|(HOME|PATH|SHELL|TMPDIR|TMP|TEMP)$|NODE_(?!ENV$|EXTRA_CA_CERTS$|USE_ENV_PROXY$))/;

/**
 * What else tells programs that run during a deployment which code or program to load, or where names lead: the bundler and the
 * loaders of TypeScript, shells, interpreters, the C library and its resolver, TLS, Git, Docker, the editor.
 */
const OF_TOOLS = new RegExp(
  `^(${[
    '(ESBUILD|SWC|TSX|TS_NODE|JITI|DENO|UV|COREPACK|YARN|PNPM|ELECTRON)_.*',
    'ENV|(BASH|ZSH)_?(ENV|FUNC_.*|OPTS|LOADABLES_PATH)|SHELLOPTS|ZDOTDIR|IFS|CDPATH|PS4|PROMPT_COMMAND',
    'PYTHON.*|PERL(5.*|LIB|IO.*)|RUBY(OPT|LIB)|GEM_.*|BUNDLE_.*|PHPRC|PHP_INI_SCAN_DIR|LUA_(INIT|C?PATH).*',
    '_?JAVA_(HOME|TOOL_OPTIONS|OPTIONS)|JDK_JAVA.*|CLASSPATH|MAVEN_.*|MVN_.*|GRADLE_.*',
    'GO(DEBUG|FLAGS|TRACEBACK|PROXY|ROOT|PATH|ENV|BIN|CACHE|COVERDIR|TOOLCHAIN|EXPERIMENT|MEMLIMIT|MAXPROCS|GC)|CGO_.*',
    'CARGO_.*|RUST(C|UP|FLAGS|DOC).*',
    'GLIBC_.*|MALLOC_.*|GCONV_PATH|LOCPATH|NLSPATH|GETCONF_DIR',
    'HOSTALIASES|LOCALDOMAIN|RES_OPTIONS|RESOLV_.*|NIS_PATH',
    'OPENSSL_.*|SSLKEYLOGFILE|CURL_(CA_BUNDLE|HOME)|REQUESTS_CA_BUNDLE|NETRC|WGETRC',
    'GIT_.*|SSH_(ASKPASS.*|AUTH_SOCK)|SUDO_ASKPASS|DOCKER_.*|BUILDKIT_.*|BUILDX_.*|CONTAINER_HOST',
    'CC|CXX|LD|AR|MAKEFLAGS|EDITOR|VISUAL|PAGER|BROWSER',
  ].join('|')})$`,
);

/** What leads to a registry of packages: needed while the CLI installs its platform, and never while it deploys. */
const LEADS_TO_REGISTRY =
  /^((https?|all|no|ftp)_proxy|npm_config_.*|bun_config_.*|node_extra_ca_certs|node_use_env_proxy|ssl_cert_(file|dir))$/i;

/** The machine's own, which programs need. They are the caller's to set, and no file's. */
const MACHINE =
  /^(HOME|PATH|SHELL|TMPDIR|TMP|TEMP|XDG_.*|LD_LIBRARY_PATH|JAVA_HOME|EDITOR|VISUAL|PAGER|BROWSER)$/;

/** What a program of any kind needs of a machine to run and to speak to its person, and that sets nothing of an app. */
const OF_ANY_PROGRAM = /^(USER|LOGNAME|LANG|LC_.*|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CI|PWD)$/;

const changesRun = (name: string): boolean => LEADS_AWAY.test(name) || OF_TOOLS.test(name);

/** Whether a `.env` file of a local stage may not set the variable. */
export const isControl = (name: string): boolean => changesRun(name) || LEADS_TO_REGISTRY.test(name);

/** Whether the CLI of a local stage does not get the variable from the caller; with `registry` while it installs. */
export const isDropped = (name: string, { registry }: { registry: boolean }): boolean =>
  !MACHINE.test(name) && (LEADS_TO_REGISTRY.test(name) ? !registry : changesRun(name));

/** Whether a variable is the machine's, and says nothing of what a person has set an app to. */
export const isMachines = (name: string): boolean =>
  MACHINE.test(name) || LEADS_TO_REGISTRY.test(name) || OF_ANY_PROGRAM.test(name);
