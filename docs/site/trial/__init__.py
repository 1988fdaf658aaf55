"""The page on which a tableau that is typed is drawn and proved in the browser: Pyodide, the packages that the verifier
needs, and the verifier itself stand in the site."""
