"""Documents of no type that anybody knows: letters, forms, articles, circulars, with what may be gathered from them."""
