"""The explorer's page: NiceGUI around the model of `simulator.explorer`, and three components of its own.

In: clicks and keys. Out: elements in a browser. The model knows everything about a scenario; here it is only laid out.
Imports `simulator.explorer`, the backend's access check, and NiceGUI.

    server ── serves ──► site ── a page per tab ──► frame ──► stage, editor, side, dock, palette
                           │                          │ each draws a part of the View, and acts on it
                           └── open_pages: scenarios by the page they are on, kept on disk
"""
