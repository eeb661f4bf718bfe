"""What can the content of a file be? The kinds that are told apart, whether anything can read them or not.

A kind is a short word that stays the same in every version: it chooses the reader, is a fact of an error, and is kept
in the catalogue of a corpus. People are shown its name (``format.…`` in the catalogues of messages).
"""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The kind of a file's content, where it is not plain text; its value is what is stored and sent.

    Version 0.2 stored the English name instead ("PNG image"): ``i18n.explain`` knows both.
    """

    # what a reader of ours reads
    DOC = "doc"
    DOCX = "docx"
    EPUB = "epub"
    HTML = "html"
    MHTML = "mht"
    ODS = "ods"
    ODT = "odt"
    OFD = "ofd"
    PDF = "pdf"
    PPTX = "pptx"
    RTF = "rtf"
    WORD_XML = "word-xml"
    XLS = "xls"
    XLSB = "xlsb"
    XLSX = "xlsx"

    # what only LibreOffice reads
    FODT = "fodt"
    OLE = "ole"
    SXW = "sxw"
    UOF = "uof"
    WORD_2 = "word-2"
    WORD_6 = "word-6"
    WPD = "wpd"

    # other documents
    CAJ = "caj"
    ENCRYPTED = "encrypted"
    MSG = "msg"
    ODP = "odp"
    PPT = "ppt"
    XML = "xml"

    # pictures
    BMP = "bmp"
    GIF = "gif"
    HEIC = "heic"
    ICON = "icon"
    JPEG = "jpeg"
    PNG = "png"
    PSD = "psd"
    TIFF = "tiff"
    WEBP = "webp"

    # archives
    BZIP2 = "bzip2"
    CABINET = "cabinet"
    GZIP = "gzip"
    JAR = "jar"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    TAR = "tar"
    XZ = "xz"
    ZIP = "zip"
    ZSTD = "zstd"

    # sound, films, programs and what belongs to them
    AVI = "avi"
    FLAC = "flac"
    MATROSKA = "matroska"
    MP3 = "mp3"
    MP4 = "mp4"
    OGG = "ogg"
    WAV = "wav"
    ELF = "elf"
    MACH_O = "mach-o"
    WASM = "wasm"
    WINDOWS_PROGRAM = "windows-program"
    FONT = "font"
    SHORTCUT = "shortcut"
    SQLITE = "sqlite"

    # what has no format
    BINARY = "binary"
    DEVICE = "device"
    PIPE = "pipe"
    SOCKET = "socket"

    # an error shows it like the word that another process sent
    __repr__ = str.__repr__
