/** What a cell registers with its deployment: where it is, and how it is spoken to. */
export interface Cell {
  /** The service that it is an instance of: `users`. */
  service: string;
  /** Its name within the service: `a`. */
  cell: string;
  /** Where it is called: the ARN or name of a function, or a URL. What it means is the caller's matter. */
  address: string;
  /** How it may be spoken to, such as `connect` and `grpc-web`. */
  protocols: string[];
  /** Of its code; none when nobody has said. */
  version?: string;
  /** Its share of the calls in relation to the other cells of the service; above zero. */
  weight: number;
  /** RFC 3339, UTC. */
  registeredAt: string;
}

/** `unknown`: nobody has looked, or not lately. That is no news, neither good nor bad. */
export type Health = 'healthy' | 'degraded' | 'down' | 'unknown';

/** A cell and what is known about it now: of one that is known from the deployment alone, not when it was registered. */
export interface CellState extends Omit<Cell, 'registeredAt'> {
  registeredAt?: string;
  health: Health;
  /** Taken out of service by people on call: it gets no calls, however healthy. */
  drained: boolean;
  /** Why it is drained, or why it is not healthy. */
  reason?: string;
  /** Since when its health is what it is; RFC 3339, UTC. */
  since?: string;
}

/** A cell that stands in the registry. */
export type RegisteredCell = CellState & Cell;

/** A cell's name among all cells: `users/a`. Its breaker goes by it, too. */
export const cellName = ({ service, cell }: Pick<Cell, 'service' | 'cell'>): string => `${service}/${cell}`;
