"""Words of a page into lines, cells and columns."""
