"""One workflow for the words of Python, templates and TypeScript; Babel is needed only while building."""
