"""Routes, forms, templates and the JSON API: the only package, beside the factory, that knows Flask."""
