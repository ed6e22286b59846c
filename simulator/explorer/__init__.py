"""The model behind the explorer's page: a scenario on several clients, and what there is to see of it.

In: drafts, that is Gherkin and the clients that play it. Out: plain data for a page: rows, lanes, users, answers to
why and why not, completions, saved features. Nothing in it knows of a browser, and no text in it is HTML. Imports
`conformance`, `people` and the model.

    Draft ──read──► Script ──Player.play──► Play ──► columns, timeline, amplitude, why, why_not, expecting
      │ editing, acts: a new draft, kept by History
      └ saving (a feature), sharing (a link), keeping (a file per page)
"""
