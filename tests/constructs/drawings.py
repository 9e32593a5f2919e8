"""Pictures, shapes, text boxes, charts, formulas."""

from __future__ import annotations

import io
import struct

from tests.constructs.paper import NAMESPACES, TYPE, Part, add, reference, running
from tests.papers import paragraph, run

# --- pictures and shapes ------------------------------------------------------------------------------------------------

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SIZE = 'cx="900000" cy="600000"'


def picture(name: str, more: str = "", turn: str = "", effect: str = "") -> str:
    """A picture's graphic."""
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{name}">{effect}</a:blip>{more}'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm{turn}><a:off x="0" y="0"/><a:ext {_SIZE}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )


def inline(graphic: str) -> str:
    """A drawing in the line."""
    return f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {_SIZE}/><wp:docPr id="1" name="d"/>{graphic}</wp:inline></w:drawing>'


def anchored(graphic: str, wrap: str = "<wp:wrapNone/>", behind: int = 0) -> str:
    """A drawing that floats."""
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        f'behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV '
        f'relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent {_SIZE}/>{wrap}'
        f'<wp:docPr id="1" name="d"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor></w:drawing>'
    )


def media(name: str, content: bytes, kind: str) -> dict[str, Part]:
    """A picture's part."""
    return {f"media/{name}": Part(content, f"image/{kind}", "image")}


def drawn(name: str, drawing: str, parts: dict[str, Part] | None = None) -> None:
    """Add a drawing between two letters."""
    add(name, f"<w:p>{run('图')}<w:r>{drawing}</w:r>{run('字')}</w:p>", parts=parts or {})


def _raster(form_: str) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, form_)
    return out.getvalue()


def _wmf() -> bytes:
    """A placeable metafile: one rectangle."""
    records = struct.pack("<IHhhhh", 7, 0x041B, 900, 900, 100, 100) + struct.pack("<IH", 3, 0)
    head = struct.pack("<HHHIHIH", 1, 9, 0x0300, 9 + len(records) // 2, 0, 7, 0)
    start = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, 1000, 1000, 1000, 0)
    check = 0
    for (word,) in struct.iter_unpack("<H", start):
        check ^= word
    return start + struct.pack("<H", check) + head + records


def _emf() -> bytes:
    """An enhanced metafile: one rectangle."""
    rectangle = struct.pack("<IIiiii", 43, 24, 10, 10, 90, 90)
    end = struct.pack("<IIIII", 14, 20, 0, 0, 20)
    head = struct.pack(
        "<IIiiiiiiiiIIIIHHIIIii",
        *(
            1,
            88,
            0,
            0,
            100,
            100,
            0,
            0,
            2646,
            2646,
            0x464D4520,
            0x10000,
            88 + len(rectangle) + len(end),
            3,
            1,
            0,
            0,
            0,
            0,
        ),
        *(1000, 1000),
    )
    return head.ljust(80, b"\0") + struct.pack("<ii", 264, 264) + rectangle + end


for _ending, _form in (("png", "PNG"), ("jpeg", "JPEG"), ("gif", "GIF"), ("bmp", "BMP"), ("tiff", "TIFF")):
    drawn(f"picture {_form}", inline(picture("i1")), media(f"i1.{_ending}", _raster(_form), _ending))
for _ending, _form in (("png", "PNG"), ("tiff", "TIFF")):
    _link = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="i1" Target="media/i1.{_ending}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    add(
        f"{_form} picture in a header",
        paragraph("正文"),
        parts=running("header", f"<w:p><w:r>{inline(picture('i1'))}</w:r></w:p>")
        | media(f"i1.{_ending}", _raster(_form), _ending)
        | {"_rels/header1.xml.rels": Part(_link, "application/vnd.openxmlformats-package.relationships+xml", "")},
        section=reference("header"),
    )
drawn("picture WMF", inline(picture("i1")), media("i1.wmf", _wmf(), "x-wmf"))
drawn("picture EMF", inline(picture("i1")), media("i1.emf", _emf(), "x-emf"))
_RED = media("i1.png", _raster("PNG"), "png")
drawn(
    "picture SVG with another behind it",
    inline(
        picture(
            "i1",
            effect='<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
            'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="i2"/></a:ext></a:extLst>',
        )
    ),
    _RED
    | media(
        "i2.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><circle r="20"/></svg>', "svg+xml"
    ),
)
drawn("picture cut to size", inline(picture("i1", '<a:srcRect l="50000"/>')), _RED)
drawn("picture turned", inline(picture("i1", turn=' rot="2700000"')), _RED)
drawn("picture mirrored", inline(picture("i1", turn=' flipH="1"')), _RED)
drawn("picture made grey", inline(picture("i1", effect="<a:grayscl/>")), _RED)
drawn("picture made pale", inline(picture("i1", effect='<a:lum bright="70000" contrast="-70000"/>')), _RED)
drawn("picture made transparent", inline(picture("i1", effect='<a:alphaModFix amt="30000"/>')), _RED)
drawn("picture before text", anchored(picture("i1")), _RED)
drawn("picture behind text", anchored(picture("i1"), behind=1), _RED)
for _wrap in (
    '<wp:wrapSquare wrapText="bothSides"/>',
    "<wp:wrapTopAndBottom/>",
    '<wp:wrapTight wrapText="bothSides"><wp:wrapPolygon edited="0"><wp:start x="0" y="0"/><wp:lineTo x="21600" y="21600"/></wp:wrapPolygon></wp:wrapTight>',
):
    drawn(f"picture with {_wrap[4:].split(' ')[0].strip('/>')}", anchored(picture("i1"), _wrap), _RED)


drawn(
    "picture placed by a character",
    anchored(picture("i1"), "<wp:wrapTopAndBottom/>").replace('relativeFrom="column"', 'relativeFrom="character"'),
    _RED,
)


def shape(kind: str, inside: str = "", fill: str = '<a:solidFill><a:srgbClr val="FFCCCC"/></a:solidFill>') -> str:
    """A drawn shape's graphic."""
    box = f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>" if inside else ""
    return (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {_SIZE}/></a:xfrm><a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{fill}'
        f'<a:ln w="19050"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr>{box}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
    )


for _kind in ("rect", "ellipse", "star5", "line", "straightConnector1", "rightArrow", "wedgeRectCallout"):
    drawn(f"shape {_kind}", anchored(shape(_kind)))
drawn("shape behind text", anchored(shape("rect"), behind=1))
drawn("shape in the line", inline(shape("rect")))
drawn("text box", anchored(shape("rect", paragraph("框中字"))))
drawn("text box in the line", inline(shape("rect", paragraph("框中字"))))
drawn(
    "text box with another behind it",
    f'<mc:AlternateContent><mc:Choice Requires="wps">{anchored(shape("rect", paragraph("框中字")))}</mc:Choice><mc:Fallback>'
    f'<w:pict><v:rect style="width:70pt;height:40pt"><v:textbox><w:txbxContent>{paragraph("框中字")}</w:txbxContent></v:textbox></v:rect></w:pict>'
    "</mc:Fallback></mc:AlternateContent>",
)
add(
    "text box in a header",
    paragraph("正文"),
    parts=running("header", f"<w:p><w:r>{anchored(shape('rect', paragraph('眉中框')))}</w:r></w:p>"),
    section=reference("header"),
)
drawn(
    "group of shapes",
    anchored(
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr/>'
        f'<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {_SIZE}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</wps:spPr><wps:bodyPr/></wps:wsp></wpg:wgp></a:graphicData></a:graphic>"
    ),
)
drawn(
    "canvas",
    inline(
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"><wpc:wpc/></a:graphicData></a:graphic>'
    ),
)
drawn(
    "chart",
    inline(
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="c1"/></a:graphicData></a:graphic>'
    ),
    {
        "c1.xml": Part(
            f'<c:chartSpace {NAMESPACES}><c:chart><c:plotArea><c:layout/><c:pieChart><c:ser><c:idx val="0"/><c:order val="0"/>'
            '<c:val><c:numLit><c:ptCount val="2"/><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="1"><c:v>2</c:v></c:pt></c:numLit></c:val>'
            "</c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>",
            f"{TYPE}.drawingml.chart+xml",
            "chart",
        )
    },
)
drawn(
    "diagram",
    inline(
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds r:dm="d1" r:lo="d1" r:qs="d1" r:cs="d1"/></a:graphicData></a:graphic>'
    ),
)
drawn(
    "old picture (VML)",
    '<w:pict><v:shape style="width:70pt;height:40pt"><v:imagedata r:id="i1"/></v:shape></w:pict>',
    _RED,
)
drawn("old shape (VML)", '<w:pict><v:rect style="width:70pt;height:40pt" fillcolor="red"/></w:pict>')
drawn("old line (VML)", '<w:pict><v:line from="0,0" to="70pt,20pt" strokecolor="red"/></w:pict>')
drawn(
    "old text box (VML)",
    f'<w:pict><v:rect style="width:70pt;height:40pt"><v:textbox><w:txbxContent>{paragraph("框中字")}</w:txbxContent></v:textbox></v:rect></w:pict>',
)
_WATERMARK = (
    '<w:p><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e"/>'
    '<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" style="position:absolute;width:400pt;height:100pt;rotation:315" '
    'fillcolor="silver" stroked="f"><v:textpath style="font-family:&quot;宋体&quot;" string="样本"/></v:shape></w:pict></w:r></w:p>'
)
add("watermark", paragraph("正文"), parts=running("header", _WATERMARK), section=reference("header"))
add(
    "formula",
    f"<w:p>{run('式')}<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>",
)
add("formula of its own line", "<w:p><m:oMathPara><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></m:oMathPara></w:p>")
