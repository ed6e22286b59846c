"""Amplitude's current API, HTTP V2 and Batch Event Upload: what it takes, what it refuses, and its answers.

In: requests with a JSON body. Out: events, completed as Amplitude completes them, or an answer in JSON that says what
is wrong with which event. Its rules are those of `fixtures/api-rules.json`, which says which release of the
documentation they are from. Imports what all endpoints share: limits, JSON, faults.
"""
