"""Makes the sample semester: 影视艺术系, 2008—2009学年第二学期, the case of docs' first chapter; all people are made up.

``data/`` holds what a clerk would have typed, as small text tables and TOML; the modules here turn it into the rows of
``docgen.field`` and work out what must agree with something else (honours won from the honours table, certificates from
the goals reached, talks from pairs). Run ``python -m tools.sample_semester`` after a change; the same data give the same
bytes.
"""
