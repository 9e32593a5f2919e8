"""The offline bundles: docgen with everything it needs, for machines that reach no package index.

``packages`` fetches what goes in, ``windows`` makes the zip, ``linux`` the single file, ``notices`` says whose work it is.
"""
