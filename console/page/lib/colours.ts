/** So many colours there are for services and lines of charts (ui/colours.css); after that they begin anew. */
const COLOURS = 10;

/** The class of the colour of the nth of some things that are told apart. */
export const colourClass = (index: number): string => `colour-${((index % COLOURS) + COLOURS) % COLOURS}`;
