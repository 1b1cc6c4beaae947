"""The words of the domain: types of documents, statuses, geometry, extractions."""
