/**
 * Names of environment variables that could lead the CLI of a local stage to an account, or change what runs. The launcher
 * takes them out of the caller's environment, and refuses them in `.env` files, which the CLI reads by itself.
 */
const LEADS_AWAY =
  /^(AWS_|SST_(?!SECRET_)|PULUMI_|LOCAL_STAGE_|STAND_IN_|BUN_(?!CONFIG_)|NO_BUN$|LD_|DYLD_|XDG_|(HOME|PATH|SHELL|TMPDIR)$|NODE_(?!ENV$|EXTRA_CA_CERTS$|USE_ENV_PROXY$))/;

/** What leads to a registry of packages: needed while the CLI installs its platform, and never while it deploys. */
const LEADS_TO_REGISTRY =
  /^((https?|all|no|ftp)_proxy|npm_config_.*|bun_config_.*|node_extra_ca_certs|node_use_env_proxy|ssl_cert_(file|dir))$/i;

/** The machine's own, which every program needs. They are the caller's to set, and no file's. */
const MACHINE = /^(HOME|PATH|SHELL|TMPDIR|XDG_.*|LD_LIBRARY_PATH)$/;

/** Whether a `.env` file of a local stage may not set the variable. */
export const isControl = (name: string): boolean => LEADS_AWAY.test(name) || LEADS_TO_REGISTRY.test(name);

/** Whether the CLI of a local stage does not get the variable from the caller; with `registry` while it installs. */
export const isDropped = (name: string, { registry }: { registry: boolean }): boolean =>
  !MACHINE.test(name) && (LEADS_TO_REGISTRY.test(name) ? !registry : LEADS_AWAY.test(name));
