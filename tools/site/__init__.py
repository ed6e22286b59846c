"""The docs site: what of it is made from data, and how mkdocs is told of it. `mkdocs build` makes it in `site/`.

Each module makes the pages of one subject and returns them as a mapping of addresses to Markdown; `pages` puts them
together, `links` makes links that work on GitHub work on the site, and `hook` is the only one that knows mkdocs.
"""
