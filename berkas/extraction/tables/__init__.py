"""Tables: from the words of a page to rows and cells."""
