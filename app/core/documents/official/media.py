"""Official papers for the office's own program, without what writes them until one is wanted."""

from app.core.documents.official.paper import Paper

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def paper_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A."""
    from app.core.documents.official import pdf  # noqa: PLC0415  # 17 MB with what it brings

    return pdf.paper_pdf(paper)


def paper_docx(paper: Paper) -> bytes:
    """The paper as DOCX."""
    from app.core.documents.official import docx  # noqa: PLC0415  # 7 MB with what it brings

    return docx.paper_docx(paper)
