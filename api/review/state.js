// What the page knows of the list and of the document that is open. One object, for all modules.

export const state = {
  offset: 0,
  total: 0,
  documents: [],
  /** The open document: a new object for each, so that a late answer about another one is recognised. */
  current: null,
};
