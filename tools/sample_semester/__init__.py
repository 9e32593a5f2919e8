"""The sample semester: 影视艺术系, 2008—2009学年第二学期, the case of docs' first chapter; all people are made up.

``data/`` is its workbook as text, one .csv a sheet, which docgen reads like any other folder of .csv; a change is made there.
``python -m tools.sample_semester`` writes from it what ``samples/`` holds; the same data give the same bytes.
"""
