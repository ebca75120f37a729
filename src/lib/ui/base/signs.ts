import drawn from './signs.svg?raw';

/** The small signs, which every page carries along: a file of its own would be drawn after the words, and the page once more. */
export const signs = drawn.replace(/<!--.*?-->|\n */gs, '');
