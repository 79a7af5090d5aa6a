"""Rows about the record itself: who took part, notes, the check of the file, statements."""

import numpy as np

from pipeline.sample.block import Block, Rows, flag, pick, select, stack
from pipeline.sample.codes import Codes, code, code_names, where
from pipeline.sample.days import NEVER, Flags, Floats, Ints, if_ever
from pipeline.sample.tokens import make_tokens

DOSSIER_NORMS = tuple(f"D-{number:02d}" for number in range(1, 13))
# About hypotheses, information of others and diagnoses: often not there at all.
SELDOM_APPLICABLE = ("D-09", "D-10", "D-11", "D-12")
ATTEST_NORMS = ("S1-13", "S2-02", "S3-02", "S3-12", "S3-16", "S3-19", "A-10", "D-08")
# Which note goes with which kind of event.
NOTES = {
    "observatie": "feit",
    "signalen_in_kaart": "vermoeden",
    "informeel_oudercontact": "contact",
    "overleg_ib": "stap",
    "bilateraal_overleg": "info_derden",
    "advies_veilig_thuis": "contact",
    "gesprek_ouders": "gespreksverslag",
    "gesprek_kind": "gespreksverslag",
    "risicotaxatie": "hypothese",
    "weging": "besluit",
    "leerling_gevolgd": "vervolg",
    "voortgangscontact_ouders": "vervolg",
}
BOTH_IN_TALK = ("leerkracht", "intern_begeleider")


def make_rol(block: Block, events: Rows) -> Rows:
    """Return who took part in each event; the leerkracht and IB talk to the parents together."""
    soort, n_soorten = events["soort"], len(code_names("soort_gebeurtenis"))
    shares: dict[str, Floats] = {}
    for name, roles in block.dice.parameters.roles.items():
        for role, share in roles.items():
            shares.setdefault(role, np.zeros(n_soorten))[code("soort_gebeurtenis", name)] = share
    parts = [
        _roles(events, role, block.dice.uniform(len(soort)) < per_kind[soort])
        for role, per_kind in shares.items()
    ]
    return stack([*parts, *_talk_roles(block, events)])


def _roles(events: Rows, role: str, takes_part: Flags) -> Rows:
    rol, betrokkenheid = role.split("/")
    rows = select(events, np.flatnonzero(takes_part))
    n = len(rows["zaak"])
    return {
        **{name: rows[name] for name in ("zaak", "since", "gebeurtenis_id")},
        "rol": np.full(n, code("rol", rol), np.int8),
        "betrokkenheid": np.full(n, code("betrokkenheid", betrokkenheid), np.int8),
    }


def _talk_roles(block: Block, events: Rows) -> list[Rows]:
    """Return the roles of the parent talks: both together for the declared share, else one."""
    talks = select(events, events["soort"] == code("soort_gebeurtenis", "gesprek_ouders"))
    n = len(talks["zaak"])
    together = block.dice.chance("gesprek_samen", n)
    alone = block.dice.uniform(n) < 0.5
    teacher, ib = (f"{rol}/uitvoerder" for rol in BOTH_IN_TALK)
    return [
        _roles(talks, teacher, together | alone),
        _roles(talks, ib, together | ~alone),
        _roles(talks, "ouder/aanwezig", np.ones(n, bool)),
    ]


def make_dossier_toets(block: Block) -> Rows:
    """Return the check of the file per case × D-norm, made on the day of the first decision."""
    made = if_ever(block.dice.chance("dossier_toets", len(block)), block.steps.besluit)
    return _norm_rows(block, made, DOSSIER_NORMS, "dossier_norm")


def make_attest(block: Block) -> Rows:
    """Return the statements of the IB per case × A-norm, made on the day of the parent talk."""
    made = if_ever(block.dice.chance("attest", len(block)), block.steps.gesprek)
    return _norm_rows(block, made, ATTEST_NORMS, "attest_norm")


def _norm_rows(block: Block, made: Ints, norms: tuple[str, ...], share: str) -> Rows:
    """Return one row per case × norm; some norms do not apply to most cases."""
    cases = pick(block, made < NEVER, made)
    n = len(cases["zaak"])
    rows = select(cases, np.repeat(np.arange(n), len(norms)))
    norm = np.tile(np.array(norms, "S5"), n)
    seldom = np.isin(norm, np.array([*SELDOM_APPLICABLE, "S2-02", "A-10"], "S5"))
    applies = ~seldom | (block.dice.uniform(len(norm)) < 0.4)
    answer = where(applies, flag(block, share, len(norm)), code("jn", "nvt"))
    return rows | {"norm_id": norm, "antwoord": answer, "datum": rows["since"]}


def make_dossiernotitie(block: Block, events: Rows) -> Rows:
    """Return the features of notes that go with events; an anonymous MDO has none."""
    kinds = np.zeros(len(code_names("soort_gebeurtenis")), np.int8)
    for event, note in NOTES.items():
        kinds[code("soort_gebeurtenis", event)] = code("soort_notitie", note)
    noted = (kinds[events["soort"]] > 0) & block.dice.chance("notitie", len(events["soort"]))
    rows = select(events, np.flatnonzero(noted))
    n, soort = len(rows["zaak"]), kinds[rows["soort"]]
    outcome = block.dice.code("hypothese_uitkomst", "hypothese_uitkomst", n)
    bekend = _known_since(block, rows, soort, outcome)
    written = block.dice.chance("notitie_attribute", n)
    return {
        **{name: rows[name] for name in ("zaak", "since", "gebeurtenis_id", "datum")},
        "notitie_id": make_tokens(block.dice.rng, "n", n),
        "zaak_id": block.zaak_id[rows["zaak"]],
        "soort": soort,
        "richting": block.dice.code("richting", "richting", n),
        **_note_flags(block, soort),
        "hypothese_uitkomst": where(soort == code("soort_notitie", "hypothese"), outcome),
        "hypothese_vervolg_datum": if_ever(written, bekend),
        "bekend": bekend,
    }


def _note_flags(block: Block, soort: Codes) -> Rows:
    """Return what each note states; each of the last three only matters to one kind of note."""
    n = len(soort)
    names = ("heeft_datum", "heeft_plaats", "heeft_situatie", "heeft_aanwezigen")
    flags: Rows = {name: flag(block, "notitie_attribute", n) for name in names}
    for name, kind in (
        ("hypothese_benoemd", "hypothese"),
        ("bron_vermeld", "info_derden"),
        ("diagnose_door_bevoegde", "diagnose"),
    ):
        mine = soort == code("soort_notitie", kind)
        flags[name] = where(mine, flag(block, "notitie_attribute", n), code("jn", "nvt"))
    return flags


def _known_since(block: Block, rows: Rows, soort: Codes, outcome: Codes) -> Ints:
    """Return the day on which a hypothesis turned out right or wrong, NEVER while it is open."""
    known = outcome != code("hypothese_uitkomst", "open")
    known &= soort == code("soort_notitie", "hypothese")
    region, einde = block.start.region[rows["zaak"]], block.course.einde[rows["zaak"]]
    day = block.days.add(region, rows["datum"], block.dice.days("besluit_signaal", len(soort)))
    return if_ever(known & (day <= einde), day)
