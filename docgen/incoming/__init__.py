"""The one door for what comes from outside: files that a person gives, names and all.

What stands at a path is looked at before it is read: an ordinary file, not a pipe or a device, and no larger than its kind
may be (:mod:`docgen.incoming.limits` has every bound). A packed file's directory is held against its bounds before a part is
unpacked (:mod:`docgen.incoming.packed`). The readers behind the door take what passed, and say what it means.
"""

from docgen.incoming.whole import Refused, Why, content, record, require, text

__all__ = ["Refused", "Why", "content", "record", "require", "text"]
