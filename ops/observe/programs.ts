import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that the system has, or not, and how it gets it. */
export interface SystemProgram {
  title: string;
  /** What it is called: Debian names some otherwise than their makers. */
  names: string[];
  /** Debian's package. */
  package: string;
}

export const PROMETHEUS: SystemProgram = {
  title: 'Prometheus',
  names: ['prometheus'],
  package: 'prometheus',
};

export const ALERTMANAGER: SystemProgram = {
  title: 'Alertmanager',
  names: ['prometheus-alertmanager', 'alertmanager'],
  package: 'prometheus-alertmanager',
};

/** Where a program is on PATH; undefined where it is not installed. */
export const pathOf = ({ names }: SystemProgram, { PATH = '' } = process.env): string | undefined =>
  PATH.split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/** In words for people, why something is left out. */
export const isMissing = ({ title, package: name }: SystemProgram): string =>
  `${title} is not installed (on Debian and Ubuntu: sudo apt install --no-install-recommends ${name})`;
