"""What elements and constructs are called: by their keys, and in words that an author knows, each with what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.markup import MC, WP, A, W
from docgen.messages import N_, _

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["OFF", "PLAIN", "cure", "is_on", "is_running", "name", "named"]

_SPACES = {
    W[1:-1]: "w",
    WP[1:-1]: "wp",
    A[1:-1]: "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    MC[1:-1]: "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14",
}
OFF = frozenset(("0", "false", "off"))
PLAIN = frozenset((None, "", "none", "nil", "clear", "auto", "baseline"))


def is_running(element: Element) -> bool:
    """Whether an element stands in a header or footer."""
    return element.getroottree().getroot().tag in (f"{W}hdr", f"{W}ftr")


def name(element: Element) -> str:
    """Return an element's name with the prefix that Word gives its space."""
    space, _brace, local = str(element.tag)[1:].rpartition("}")
    return f"{_SPACES.get(space, '?')}:{local}"


def is_on(element: Element) -> bool:
    """Whether a switch is on."""
    return element.get(f"{W}val") not in OFF


_PLAIN = N_("Select it in Word and take this formatting away (Ctrl+Space).")
_SIGN = N_("Insert the sign itself, such as ☑ □ ✓ ± °, in an ordinary font (Insert, Symbol).")
_FIELD = N_(
    "Click on it and press Ctrl+Shift+F9: it becomes text. Where it should change with the paper, write a placeholder."
)
_PICTURE = N_("Save the picture as PNG or JPEG and put that into the template.")
_IN_LINE = N_("Give it a paragraph of its own, in line with text.")
_SHAPE = N_("Use a table with borders and shading, or put a picture (PNG) in its place.")
_TABLE = N_("Choose another setting in Table Properties.")
_BORDER = N_("Choose a single line (Borders and Shading).")
_LIST = N_("Choose another numbering in Word, or type the numbers.")
_PAGE = N_("Choose another setting in Page Setup.")
_ALIGN = N_("Choose another alignment or indent in Word (Paragraph).")
_CHANGES = N_("Accept all changes in Word (Review, Accept).")
_FORM = N_("Type □ or ☑, or write a placeholder with the filter 勾选.")
_NOTES = N_("Choose the usual numbering and place in the dialog of footnotes (References), for the whole document.")
_REMOVE = N_("Remove it in Word, or write it as plain text.")
_CONTROL = N_("Right-click the control in Word and remove it; its text stays. Write a placeholder in its place.")

_NAMES: dict[str, tuple[str, str]] = {
    "w:u coloured": (N_("an underline of a colour"), _PLAIN),
    "w:u ": (N_("an underline other than a single line"), _PLAIN),
    "w:strike": (N_("text struck through"), _PLAIN),
    "w:dstrike": (N_("text struck through"), _PLAIN),
    "w:em": (N_("emphasis marks"), _PLAIN),
    "w:position": (N_("raised or lowered text"), _PLAIN),
    "w:outline": (N_("a text effect"), _PLAIN),
    "w:shadow": (N_("a text effect"), _PLAIN),
    "w:emboss": (N_("a text effect"), _PLAIN),
    "w:imprint": (N_("a text effect"), _PLAIN),
    "w14:": (N_("a text effect"), _PLAIN),
    "w:bdr": (N_("a box around characters"), _PLAIN),
    "w:fitText": (N_("text fitted to a width"), _PLAIN),
    "w:eastAsianLayout": (N_("two lines in one, or characters set upright"), _PLAIN),
    "w:ruby": (N_("readings above characters"), _PLAIN),
    "w:rt": (N_("readings above characters"), _PLAIN),
    "w:caps": (N_("text shown in capitals"), N_("Type the capitals themselves and take the formatting away.")),
    "w:smallCaps": (N_("text shown in capitals"), N_("Type the capitals themselves and take the formatting away.")),
    "w:rtl": (N_("text from right to left"), _PLAIN),
    "w:bdo": (N_("text from right to left"), _PLAIN),
    "w:bidi": (N_("text from right to left"), _ALIGN),
    "w:shd ": (N_("shading with a pattern"), N_("Choose a plain colour (Borders and Shading, Pattern: Clear).")),
    "w:shd by the theme alone": (
        N_("shading in a colour that only the theme knows"), N_("Choose the colour anew (Borders and Shading)."),
    ),
    "w:shd of two": (
        N_("two shaded paragraphs with space between them, which Word shades as one"),
        N_("Put them into a table of one cell, and shade that."),
    ),
    "w:shd dark": (N_("text without a colour on a dark ground"), N_("Give the text a colour (white) in Word.")),
    "w:vanish": (N_("hidden text"), N_("Delete the hidden text.")),
    "w:vanish in a style": (N_("text hidden by its style"), N_("Delete the hidden text, or take “Hidden” out of the style.")),
    "w:vanish of a paragraph": (N_("a hidden paragraph"), N_("Delete the hidden paragraph.")),
    "a style within a style": (
        N_("a style for characters in a style for paragraphs with the same bold or italics, which Word switches off there"),
        N_("Select it, press Ctrl+Space, and format it by hand."),
    ),
    "w:highlight dark": (N_("text without a colour on a dark ground"), N_("Give the text a colour (white) in Word.")),
    "text higher": (
        N_("text higher than its line, which would be cut off"),
        N_("Choose “At least” or “Single” for the line spacing (Paragraph)."),
    ),
    "text in a font of bar codes": (
        N_("text in a font of bar codes, which docgen has not"),
        N_("Write {{ … | 二维码 }} in its place, or paste the bar code as a picture (PNG)."),
    ),
    "w:sym unknown": (N_("a sign from a symbol font (Wingdings, Symbol …)"), _SIGN),
    "text in a symbol font": (N_("text typed in a symbol font (Wingdings, Symbol …)"), _SIGN),
    "private character": (N_("a character that only one font knows"), _SIGN),
    "accent apart": (N_("a letter and its accent apart"), N_("Type the letter and its accent as one, such as é.")),
    "w:ptab": (N_("a tabulator that aligns to the margin"), N_("Use a right-aligned tab stop.")),
    "w:pgNum": (N_("a page number that is no field"), N_("Insert the page number anew (Insert, Page Number).")),
    "w:day": (N_("the day on which the paper is printed"), N_("Write a placeholder with the filter 日期 in its place.")),
    "w:month": (N_("the day on which the paper is printed"), N_("Write a placeholder with the filter 日期 in its place.")),
    "w:year": (N_("the day on which the paper is printed"), N_("Write a placeholder with the filter 日期 in its place.")),
    "w:jc": (N_("an alignment that is not known"), _ALIGN),
    "w:jc distribute of letters": (N_("letters or digits in text that is spread over its line"), _ALIGN),
    "w:br in": (
        N_("a line broken by hand in justified text, beside tab stops or a picture"),
        N_("Begin a new paragraph there, or align the text left."),
    ),
    "w:color by the theme alone": (N_("a colour that only the theme knows"), N_("Choose the colour anew (Font, Colour).")),
    "w:tab decimal": (N_("a decimal tab stop"), N_("Use a right-aligned tab stop.")),
    "section continuous": (
        N_("a section on the same page with other margins, or behind an empty paragraph"),
        N_("Let the section begin on a new page, or give the paragraph before it a text."),
    ),
    "numbers numberInDash of": (
        N_("page numbers between dashes in some sections only"),
        N_("Choose one form of page number for all sections, or choose 1, 2, 3 … and type the dashes around the field."),
    ),
    "numbers with": (N_("page numbers with the chapter's number"), _PAGE),
    "w:pgMar over": (N_("a header or footer that the text runs over"), _PAGE),
    "w:jc of a part of a table": (N_("a table style that aligns a row or column of its own"), _ALIGN),
    "w:tbl without": (N_("a table that does not say how wide its columns are"), _TABLE),
    "w:cols of different": (N_("columns of different widths"), _PAGE),
    "w:tr shorter": (N_("a row that ends before its table does"), _TABLE),
    "w:tblPrEx": (N_("a row with margins, indent or shading of its own"), _TABLE),
    "table style ": (N_("a look of cells or text that only the table's style knows"), N_("Give the cells their look by hand.")),
    "page break in": (N_("a page break in a table"), N_("End the table there, and begin a new one on the next page.")),
    "w:jc of a row": (N_("a row that is aligned otherwise than its table"), _TABLE),
    "w:ind ": (N_("an indent in characters without its width"), _ALIGN),
    "w:spacing ": (N_("space between paragraphs in lines"), N_("Give the space in points (Paragraph, Spacing).")),
    "w:autoSpace": (
        N_("Chinese without a gap beside letters or digits"),
        N_("Tick the spaces between Chinese and letters or digits in Word (Paragraph, Asian Typography)."),
    ),
    "w:mirrorIndents": (N_("mirrored indents"), _ALIGN),
    "w:textAlignment": (N_("characters of different sizes set to the middle or top of their line"), _ALIGN),
    "w:framePr": (N_("a frame beside the text"), N_("Remove the frame (its dialog has the button), or use a table.")),
    "w:framePr as a drop cap": (N_("a drop cap"), N_("Choose Insert, Drop Cap, None.")),
    "w:tab bar": (N_("a tab stop that draws a line"), N_("Choose another kind of tab stop.")),
    "leader ": (N_("a tab leader that is not known"), N_("Choose dots, hyphens or a line.")),
    "border ": (N_("a border other than a single line"), _BORDER),
    "border none of a cell": (N_("a cell whose borders were taken away"), _BORDER),
    "border with a shadow": (N_("a border with a shadow"), _BORDER),
    "w:pBdr away": (N_("a line far from its paragraph"), N_("Give the paragraph a space before or after it instead.")),
    "w:pBdr to the sides": (N_("a paragraph with lines at its sides"), N_("Use a table of one cell.")),
    "w:pBdr of two paragraphs alike": (
        N_("two paragraphs with the same border, which Word draws as one"),
        N_("Give the line to one of them alone."),
    ),
    "w:bar": (N_("a line beside the paragraph"), _BORDER),
    "w:pgBorders": (N_("a border around the page"), _PAGE),
    "w:tl2br": (N_("a diagonal line in a cell"), N_("Leave the cell without the line, or divide it into two cells.")),
    "w:tr2bl": (N_("a diagonal line in a cell"), N_("Leave the cell without the line, or divide it into two cells.")),
    "list ": (N_("a list numbered in a way that is not known"), _LIST),
    "list link": (N_("a list whose numbering is said elsewhere"), _LIST),
    "list outside": (N_("a numbered list in a header, footer or note"), N_("Type the numbers.")),
    "list with pictures": (N_("a list with pictures for bullets"), _LIST),
    "w:trHeight exact": (N_("a row of fixed height, which its text may overrun"), N_("Choose “At least” as the row's height.")),
    "w:isLgl": (N_("a list whose upper numbers are shown as 1, 2, 3"), _LIST),
    "w:lvlRestart": (N_("a list level that does not begin anew"), _LIST),
    "list with hidden labels": (N_("a list with hidden numbers"), _LIST),
    "w:hMerge": (N_("cells merged in the way of old programs"), N_("Merge the cells anew in Word.")),
    "w:hidden": (N_("a hidden row"), N_("Delete the row.")),
    "w:tblCellSpacing": (N_("space between cells"), _TABLE),
    "w:tblpPr": (N_("a table that floats"), N_("Choose “None” for the text wrapping (Table Properties).")),
    "w:bidiVisual": (N_("a table from right to left"), _TABLE),
    "w:tcFitText": (N_("text fitted to its cell"), N_("Table Properties, Cell, Options: switch “Fit text” off.")),
    "w:textDirection": (N_("text turned to the left in a cell"), N_("Choose another text direction.")),
    "w:textDirection tbRl": (
        N_("vertical text of several columns, or with letters, digits or brackets"),
        N_("Write the label in one column of Chinese characters."),
    ),
    **dict.fromkeys(
        (
            *("w:textDirection tbRl longer than its cell", "w:textDirection tbRlV longer than its cell"),
            *("w:textDirection tbRl in a row without a height", "w:textDirection tbRlV in a row without a height"),
        ),
        (
            N_("vertical text that its cell has no room for"),
            N_("Give the rows of the cell a height (Table Properties, Row: at least) that its text fits into."),
        ),
    ),
    "w:textDirection of a page": (N_("a page of vertical text"), _PAGE),
    "w:vAlign of a page": (N_("text in the middle of the page's height"), _PAGE),
    "w:lnNumType": (N_("numbered lines"), _PAGE),
    "w:docGrid ": (N_("a grid of characters"), N_("Choose “Only lines” for the grid (Page Setup, Grid).")),
    "w:cols of one height": (N_("columns that end on one height"), N_("Put the text into a table of two cells.")),
    "w:cols with a line": (N_("a line between columns"), _PAGE),
    "w:pgMar with a gutter": (N_("a gutter"), N_("Make the inner margin wider instead.")),
    "w:background": (N_("a page of a colour"), N_("Choose no page colour (Design, Page Color).")),
    "section ": (N_("a section that begins on an odd or even page"), N_("Choose “New page” (Page Setup, Layout).")),
    "numbers ": (N_("page numbers in a form that is not known"), N_("Choose 1, 2, 3 …; dashes may be typed around it.")),
    "setting ": (N_("a setting of the whole document that changes its pages"), _PAGE),
    "field ": (N_("a field ({field}) whose result docgen cannot vouch for"), _FIELD),
    "field locked": (N_("a field that is locked"), _FIELD),
    "field within a field's code": (N_("a field within another field"), _FIELD),
    **dict.fromkeys(
        ("field PAGE with a switch", "field NUMPAGES with a switch", "field SECTIONPAGES with a switch"),
        (
            N_("a field ({field}) with a switch for its form"),
            N_("Take the switch out of the field, and choose the form under Page Number, Format."),
        ),
    ),
    "field DATE": (N_("the day on which the paper is printed"), N_("Write a placeholder with the filter 日期 in its place.")),
    "field TIME": (N_("the day on which the paper is printed"), N_("Write a placeholder with the filter 日期 in its place.")),
    "field MERGEFIELD": (N_("a field of a mail merge, which prints what it last showed"), N_("Write {{ … }} in its place.")),
    "field TOC ": (
        N_("a table of contents of another kind than headings, or of a part of the paper"),
        N_("Insert a contents page of headings (References, Table of Contents), or type the list."),
    ),
    "field PAGE": (N_("a page number in the text"), N_("Put it into the footer, or take it out.")),
    "field NUMPAGES": (N_("the number of pages in the text"), N_("Put it into the footer, or take it out.")),
    "field FORM": (N_("a field of an old form"), _FORM),
    "form ": (N_("a field of an old form"), _FORM),
    "control bound": (N_("a content control tied to the document's properties"), _CONTROL),
    "picture ": (N_("a picture that is no PNG, JPEG, GIF or BMP"), _PICTURE),
    "picture hidden": (N_("a hidden picture"), N_("Delete the hidden picture.")),
    "picture missing": (N_("a picture whose file is not in the template"), N_("Put the picture into the template anew.")),
    "picture damaged": (N_("a picture of which a part is lost"), N_("Put the picture into the template anew.")),
    "picture turned by": (
        N_("a photo that lies on its side and asks to be turned"),
        N_("Open the photo, save it upright, and put it into the template anew."),
    ),
    **dict.fromkeys(
        ("picture set in", "picture with a ground"),
        (N_("a picture with an effect"), N_("Change the picture itself, and put it into the template without an effect.")),
    ),
    **dict.fromkeys(
        ("picture larger", "picture wider", "picture sized"),
        (N_("a picture with more width or height than there is room for"), N_("Make the picture smaller.")),
    ),
    "picture higher than its line": (
        N_("a picture in a line of fixed height, which cuts it off"),
        N_("Choose “At least” or “Single” for the line spacing (Paragraph)."),
    ),
    "picture beside text": (N_("a picture in a line with text"), _IN_LINE),
    "picture turned": (N_("a picture that is turned or mirrored"), N_("Turn the picture before you put it into the template.")),
    "picture cut": (N_("a picture of which only a part is shown"), N_("Cut the picture before you put it into the template.")),
    "a:": (N_("a picture with an effect"), N_("Change the picture itself, and put it into the template without an effect.")),
    "anchor behind": (N_("a picture or shape behind the text"), _IN_LINE),
    "wp:wrapNone": (N_("a picture or shape before the text"), _IN_LINE),
    "wp:wrapS": (N_("text that runs around a picture"), _IN_LINE),
    "wp:anchor in": (N_("a picture in a table that is not in line with text"), _IN_LINE),
    "wp:wrapTopAndBottom": (N_("a picture that stands away from its paragraph"), _IN_LINE),
    "wp:position": (N_("a picture that is placed by a character or a line"), _IN_LINE),
    "wp:wrapT": (N_("text that runs along a picture's outline"), _IN_LINE),
    "graphic wordprocessing": (N_("a drawn shape or text box"), _SHAPE),
    "graphic chart": (N_("a chart"), N_("Copy the chart and paste it as a picture (PNG).")),
    "graphic diagram": (N_("a SmartArt graphic"), N_("Copy it and paste it as a picture (PNG).")),
    "graphic ": (N_("a drawing that is not known"), _SHAPE),
    "shape ": (N_("a drawn shape or text box"), _SHAPE),
    "wps:": (N_("a drawn shape or text box"), _SHAPE),
    "wpg:": (N_("a drawn shape or text box"), _SHAPE),
    "wpc:": (N_("a drawn shape or text box"), _SHAPE),
    "w:pict": (N_("a picture, shape or watermark of an old kind"), _SHAPE),
    "v:": (N_("a picture, shape or watermark of an old kind"), _SHAPE),
    "m:": (N_("a formula"), N_("Type it as text, or paste it as a picture (PNG).")),
    "w:footnoteReference with a mark of its own": (N_("a footnote with a mark of its own"), N_("Let Word number the footnote.")),
    "w:footnoteReference in a cell": (N_("a footnote in a table"), N_("Write the note below the table.")),
    "w:footnote as": (
        N_("words in place of the line above footnotes"), N_("Let Word draw the line (Draft view, Footnote Separator)."),
    ),
    "w:num": (N_("footnotes numbered otherwise than 1, 2, 3"), _NOTES),
    "w:pos": (N_("footnotes directly below the text"), _NOTES),
    "setting footnotePr": (N_("footnotes numbered otherwise than 1, 2, 3"), _NOTES),
    "w:altChunk": (N_("a file put into the text as a whole"), _REMOVE),
    "w:subDoc": (N_("a file put into the text as a whole"), _REMOVE),
    "w:object": (N_("an object of another program, such as an old formula"), _PICTURE),
    "o:OLEObject": (N_("an object of another program, such as an old formula"), _PICTURE),
    "w:dir": (N_("text from right to left"), _PLAIN),
    "w:endnote": (N_("an endnote"), N_("Convert the endnotes into footnotes (References).")),
    "w:ins": (N_("tracked changes"), _CHANGES),
    "w:del": (N_("tracked changes"), _CHANGES),
    "w:move": (N_("tracked changes"), _CHANGES),
    "w:rPrChange": (N_("tracked changes"), _CHANGES),
    "w:pPrChange": (N_("tracked changes"), _CHANGES),
    "mc:Choice of text": (N_("text in two versions for two programs"), N_("Type the text anew.")),
    "mc:": (N_("something that only a later Word knows"), _REMOVE),
}  # fmt: skip
"""By key, or by how keys begin: the longest that fits."""


def named(key: str) -> str:
    """Return what a template's author calls a construct."""
    found = _entry(key)
    if found is None:
        return _("something that docgen does not know ({key})").format(key=key)
    return _(found[0]).format(field=key.removeprefix("field ").partition(" ")[0])


def cure(key: str) -> str:
    """Return what to do instead."""
    found = _entry(key)
    return _(_REMOVE if found is None else found[1])


def _entry(key: str) -> tuple[str, str] | None:
    fitting = [one for one in _NAMES if key.startswith(one)]
    return _NAMES[max(fitting, key=len)] if fitting else None
