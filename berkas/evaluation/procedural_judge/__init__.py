"""Invoices and bank statements of the judge family: layouts put together by chance, with code and words of their own.

Whoever builds the reader measures it on these documents and does not look at them.
"""
