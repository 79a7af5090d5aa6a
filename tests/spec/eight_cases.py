"""Eight cases of three schools, and how long each took: counted by hand, for the curves.

Region midden, no school 18-26 October 2025. Peildatum: Monday 2 February 2026.

| case | school | days, working days, school days to the consultation | to the decision       |
|------|--------|-----------------------------------------------------|-----------------------|
| a    | S1     | 11, 7, 2                                            | the same, 5A          |
| b    | S1     | 1, 1, 1; to the last one 7, 5, 5; acute             | 1, 1, 1: 5B           |
| c    | S1     | 3, 3, 3; the school year before                     | 3, 3, 3: stopped      |
| d    | S2     | stopped after 3, 3, 3                               | stopped after 3, 3, 3 |
| e    | S2     | waits for 4, 2, 2                                   | waits for 4, 2, 2     |
| f    | S2     | before the signal: in no curve; acute               | before the signal     |
| g    | S2     | handed over after 3, 3, 3                           | handed over           |
| h    | S3     | on the same day; of another bestuur                 | on the same day: 5A   |

Veilig Thuis answered the report of case a after 11, 7 and 2 days, counted in working days.
"""

from tests.spec.drawn_marts import Marts, build

NOW, BEFORE, ALL = "2025-2026", "2024-2025", "alle"


def build_eight_cases() -> Marts:
    return build(
        schools=dict.fromkeys(("S1", "S2", "S3"), "2026-02-02"),
        besturen={"S3": "B2"},
        zaak="""
            zaak | school_id | datum_signalering | acuut | status       | datum_status
            a    | S1        | 2025-10-17        | nee   | lopend       |
            b    | S1        | 2025-11-03        | ja    | lopend       |
            c    | S1        | 2024-11-04        |       | lopend       |
            d    | S2        | 2025-11-03        | nee   | afgesloten   | 2025-11-06
            e    | S2        | 2026-01-29        | nee   | lopend       |
            f    | S2        | 2025-11-03        | ja    | lopend       |
            g    | S2        | 2025-11-03        | nee   | overgedragen | 2025-11-06
            h    | S3        | 2025-11-03        | nee   | lopend       |
        """,
        gebeurtenis="""
            zaak | soort      | datum      | ronde | stap
            a    | overleg_ib | 2025-10-28 | 1     | 1
            b    | overleg_ib | 2025-11-04 | 1     | 1
            b    | overleg_ib | 2025-11-10 | 2     | 1
            c    | overleg_ib | 2024-11-07 | 1     | 1
            f    | overleg_ib | 2025-10-31 | 1     | 1
            h    | overleg_ib | 2025-11-03 | 1     | 1
        """,
        besluit="""
            zaak | datum      | uitkomst
            a    | 2025-10-28 | 5A
            b    | 2025-11-04 | 5B
            c    | 2024-11-07 | stoppen
            f    | 2025-10-31 | 5A
            h    | 2025-11-03 | 5A
        """,
        melding="""
            zaak | datum      | terugkoppeling_datum
            a    | 2025-10-17 | 2025-10-28
        """,
    )
