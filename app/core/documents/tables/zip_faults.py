"""What reading a ZIP file raises where the file is not as it should be."""

import lzma
import zipfile
import zlib

ZIP_FAULTS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,  # needs a password; NotImplementedError, of a way to pack that nobody knows, is one
    OSError,
    EOFError,
    ValueError,  # UnicodeDecodeError, of a name, is one
)
"""Opening the file, listing its parts and unpacking one may each raise any of them."""
