"""What a check says, wherever it is run: on a command line, in CI, in a hook, among the tests of a library.

subjects    a reference                     → what there is to check: schemes of documents, tableaux of sources
cases       a subject                       → what holds of it, and the diagnostics, each with rule, level and place
listing     [tool.tableau2net]              → the files that a project lists, expected orders, exceptions
reports     references, or a listing        → for each what holds of its subjects
formats     reports                         → text, JSON, SARIF, GitHub's commands, JUnit's XML
"""
