"""The model behind the explorer's page: a scenario on several clients, and all that can be seen of it.

In: drafts, that is Gherkin and the clients that play it. Out: plain data for a page: rows, lanes, users, answers to
why and why not, completions, saved features. Nothing in it knows of a browser, and no text in it is HTML. Imports
`conformance`, `people` and the model.

    Draft ──document──► Script ──playing──► Play ──► columns, timeline, amplitude, opened, why, expecting
      │ editing, forms, acts, stage: another draft, kept by History
      └ saving (a feature), opening, sharing (a link), keeping (a file per page), live (real SDKs beside it)
"""
