"""The ten steps in their order, in parallel and resumable: the only room that knows the order.

Steps 1 and 2 (read, check) are in :mod:`~docgen.pipeline.checking`, 3 and 4 (number, compose) in
:mod:`~docgen.pipeline.composing`, 5 in :mod:`~docgen.pipeline.filling`, 6 and 7 (convert, gate) in
:mod:`~docgen.pipeline.converting`, 8 in :mod:`~docgen.making.bundling`, 9 in :mod:`~docgen.sealing.editions`.
:mod:`~docgen.pipeline.building` and :mod:`~docgen.pipeline.archiving` are the order; :mod:`~docgen.pipeline.again` stands
before it and knows the build that changes nothing; :mod:`~docgen.pipeline.college` follows the order for many workbooks. How one
paper is made is the business of :mod:`docgen.making`, what people sign that of :mod:`docgen.signing`, what a box holds that of
:mod:`docgen.sealing`.

Nothing is imported here: a child at work begins with this package, and most of a short child's time would be spent on rooms that
it never enters.
"""
