"""The scan of finished files: the last look before anything lands below reports/ or publicatie/.

By allow-list: a number must be worked out from the publication that the file was made from, or be
declared; a day must be published; of tokens only those of the schools. Some things may stand
nowhere. What is found is told by its kind and its place, never by what it says.
"""

from pipeline.disclosure.scan.allowed import Allowed, allow
from pipeline.disclosure.scan.files import Leak, check_files, scan_files
from pipeline.disclosure.scan.folder import scan_reports
from pipeline.disclosure.scan.published import allowed_in_report, check_publication

__all__ = [
    "Allowed",
    "Leak",
    "allow",
    "allowed_in_report",
    "check_files",
    "check_publication",
    "scan_files",
    "scan_reports",
]
