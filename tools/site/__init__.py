"""The docs site: the pages that are made from data, and the hook for mkdocs. `mkdocs build` makes it in `site/`.

Each module makes the pages of one subject and returns them as a mapping of addresses to Markdown; `pages` collects
them, `links` makes links that work on GitHub work on the site, and only `hook` knows mkdocs.
"""
