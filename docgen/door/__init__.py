"""The public door: what ``import docgen`` offers to programs, docgen's own command line and window among them.

Each function does what a command does. Paths may be texts; results are values; what goes wrong is raised as one of the errors
of :mod:`docgen.errors`, never as a library's own. A function that writes a file named by the caller writes over nothing that
docgen did not make, unless ``force``.
"""
