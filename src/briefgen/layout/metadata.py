"""What a PDF says of itself in XMP: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

WeasyPrint identifies one standard a file. PDF/A wants a schema for properties that it does not
know itself (ISO 19005-3, 6.6.2.3), and its metadata to be readable without a filter.
"""

from __future__ import annotations

from typing import Any

#: The variant of WeasyPrint to which the identification of PDF/UA-1 is added.
PDF_VARIANT = "pdf/a-3a"

_PDF_UA = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""

_END = b"</rdf:RDF>"


def add_identification(_document: Any, pdf: Any) -> None:
    """Add the identification of PDF/UA-1 to a PDF/A; WeasyPrint calls this as its ``finisher``.

    Args:
        _document: the engine's document.
        pdf: the PDF, complete but for its trailer.

    Raises:
        ValueError: the engine wrote its metadata otherwise than it did.
    """
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    [packet] = stream.stream
    if packet.count(_END) != 1:
        raise ValueError("the metadata of the PDF are not one RDF description")
    stream.stream = [packet.replace(_END, _PDF_UA + _END)]
    stream.compress = False
    if (attached := pdf.catalog.get("AF")) is not None:
        attached[:] = dict.fromkeys(attached)  # the engine names each file twice
