"""Strategies: bytes that are nearly right; what is plainly wrong goes no further than the door."""

from hypothesis import strategies as st

from tests.fuzz.clean import SECRET
from tests.fuzz.declarations import declarations
from tests.fuzz.targets import COMMANDS

Bytes = st.SearchStrategy[bytes]

_SCRAPS = st.sampled_from(
    [
        *(b'"', b'""', b";", b",", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"sep=;", b"zaak_id"),
        *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x81", "é".encode(), b"\xe9", b"status"),
        *(b"lopend", b"2025-09-15", b"15-09-25", b"31-02-2025", b"45000", b"ja", b"datum_status"),
        *(b"=1+1", b"=cmd|'/c calc'!A0", b"@SUM(1)", b"'; DROP TABLE stg_zaak; --", b"${HOME}"),
        *(b"<script>", b"../../x", b"%s%n", b"{0}", b"\\", b"'", SECRET.encode(), b"x" * 60),
    ]
)
scraps: Bytes = st.lists(_SCRAPS | st.binary(max_size=6), max_size=25).map(b"".join)


def _mutated(source: bytes, steps: list[tuple[int, int, bytes]]) -> bytes:
    """Replace a few stretches of a sound text."""
    content = bytearray(source)
    for place, length, piece in steps:
        start = place % (len(content) + 1)
        content[start : start + length] = piece
    return bytes(content)


_YAML = st.sampled_from(
    [
        *(b"[", b"]", b"{", b"}", b": ", b"- ", b"\n", b"  ", b"null", b"5", b"-1.5", b"true"),
        *(b"&a", b"*a", b"!!python/object:os.system", b"<<: *a", b"|", b">", b"'", b'"', b"#"),
        *(
            b"2025-02-31",
            b"name: x",
            b"? ",
            b"\t",
            b"\xff",
            b"[[[[[[",
            b"~",
            b"1e999",
            b"{}",
            b"[]",
        ),
    ]
)
_steps = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 12), _YAML | st.binary(max_size=4)),
    min_size=1,
    max_size=4,
)
yaml_files: Bytes = st.builds(_mutated, st.sampled_from(sorted(declarations().values())), _steps)

_WORDS = st.sampled_from(
    [
        *("--help", "--workspace", "--school", "--schooljaar", "--format", "--language", "--today"),
        *("--peildatum", "--schools", "--seed", "--edition", "--release", "--vault", "--out", "--"),
        *("--meldcode", "--memory-limit", "--faults", "--approve", "-x", "", " ", ".", "..", "/"),
        *("2025-2026", "2025-02-31", "1", "-1", "0", "99999999999999999999", "1e9", "nan", "x"),
        *("mart_zaak", "report_x", "csv", "json", "html,pdf", "nl", "xx", "é\u202e", "\ud800"),
        *("' OR 1=1 --", "$(reboot)", "`id`", "../../etc/passwd", "a" * 300, "%n", "{x}", "2GB"),
        *("vault.duckdb", "uit", "bestuur", "begin", "basisonderwijs", SECRET, "x.xlsx"),
    ]
)
command_lines: Bytes = st.tuples(
    st.sampled_from(COMMANDS), st.lists(_WORDS | st.text(max_size=8), max_size=7)
).map(lambda pair: "\0".join((pair[0], *pair[1])).encode("utf-8", "surrogatepass"))

_LINE = (
    b'{"number":0,"kind":"uitgave","day":"2026-11-23","body":{"release_id":"a","tier":"vrijgave",'
    b'"bestuur_id":"b","peildatum":"2026-01-31","meldcode":"basisonderwijs","content":"c",'
    b'"seen":{"schools":[],"tables":[]}},"seal":"' + b"0" * 64 + b'"}\n'
)
_JSON = st.sampled_from(
    [b"{", b"}", b"[", b"]", b'"', b":", b",", b"null", b"-1", b"1e999", b"\n", b"\0", b"\\u0000"]
)
ledgers: Bytes = st.builds(
    _mutated,
    st.sampled_from([_LINE, _LINE * 2, b"{}\n", b"[]\n", b"0\n", b'"x"\n', b"\n"]),
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 20), _JSON | st.binary(max_size=4)),
        max_size=4,
    ),
)

_LISTS = [
    b"school_id,naam\nS1,De Iep\n",
    b"school_id;cluster\nS1;Noord\n",
    b"school_id,opgegaan_in\nS1,S2\n",
    b"school_id,drempel,waarde,vastgesteld_door,vastgesteld_op\nalle,stap_2,10,directie,2026-01-01\n",
    b'{"load":{"at":"2026-01-01"}}',
    b'{"key":"a","files":{}}\n',
    b"",
]
list_files: Bytes = st.builds(
    _mutated,
    st.sampled_from(_LISTS),
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(0, 20), _SCRAPS | _JSON | st.binary(max_size=4)),
        max_size=4,
    ),
)

INPUTS: dict[str, Bytes] = {
    "table": scraps,
    "rows": scraps,
    "checked": scraps,
    "workbook": st.binary(min_size=1, max_size=90),
    "sheet": scraps | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
    "declaration": yaml_files,
    "arguments": command_lines,
    "ledger": ledgers,
    "lists": list_files,
}
