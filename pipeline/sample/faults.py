"""Plants faults in otherwise clean deliveries and writes down which rule must find each of them.

Each fault is a case of its own, below the rows of a school that delivers all that the fault needs.
A fault that refuses a whole delivery gets a small delivery to itself.
"""

from collections import Counter, defaultdict

from pipeline.sample.delivery import Delivery
from pipeline.sample.dice import Dice
from pipeline.sample.fault_files import OPERATIONS
from pipeline.sample.fault_host import Host, csv_hosts, small_host
from pipeline.sample.fault_plan import MORE, Cells, Fault, Mark, read_fault_plan
from pipeline.sample.parameters import Parameters
from pipeline.sample.schools import invent_names, slug
from pipeline.sample.tokens import make_case_tokens, make_tokens
from pipeline.sample.truth import Truth
from pipeline.schema.rules import rules
from pipeline.schema.tables import Column, tables

FIRST_FAULT_DAYS = 330
"""How long before the peildatum the first planted case begins; each next one begins a day later."""

Rijen = dict[str, list[int]]


class Planter:
    """Plants every declared fault; `planted` counts the rows it added per table."""

    def __init__(self, delivery: Delivery, truth: Truth, parameters: Parameters, seed: int) -> None:
        self.delivery = delivery
        self.truth = truth
        self.rng = Dice(parameters, seed, (4,)).rng
        self.hosts = csv_hosts(delivery)
        self.names = invent_names(parameters, seed, len(delivery.schools) + 200)
        self.schools = len(delivery.schools)
        self.planted: Counter[str] = Counter()

    def plant_all(self) -> Counter[str]:
        """Plant every declared fault once; return the rows added per table."""
        for number, fault in enumerate(read_fault_plan().faults):
            first_day = self.truth.peildatum - FIRST_FAULT_DAYS + number
            tokens: dict[str, str] = {}
            for _ in range(fault.deliveries):
                host = self._small_host() if fault.is_alone else self._find_host(fault, number)
                rijen = self._add_rows(host, fault, first_day, tokens)
                folder = (
                    OPERATIONS[fault.operation](host.folder) if fault.operation else host.folder
                )
                for mark in fault.marks:
                    self.truth.add_fault(folder.name, _place(mark, rijen))
        return self.planted

    def _small_host(self) -> Host:
        """Start a small delivery of one more invented school."""
        name = self.names[self.schools]
        self.schools += 1
        school_id = bytes(make_tokens(self.rng, "S", 1)[0]).decode()
        self.truth.add_school(school_id, name)
        bestuur_id = self.delivery.schools.bestuur_id.decode()
        folder = self.delivery.out / slug(name)
        return small_host(folder, school_id, bestuur_id, self.truth.peildatum)

    def _find_host(self, fault: Fault, number: int) -> Host:
        """Return one of the schools that deliver all that a fault needs, in turn."""
        able = [host for host in self.hosts if _can_hold(host, fault)]
        return able[number % len(able)]

    def _add_rows(self, host: Host, fault: Fault, first_day: int, tokens: dict[str, str]) -> Rijen:
        """Add the rows of a fault and return their row numbers per table."""
        rijen: Rijen = defaultdict(list)
        recent: dict[str, str] = {}
        for table, cells in fault.rows:
            named = self._with_tokens(host, table, cells, len(rijen[table]), recent)
            texts = {
                column.name: self._text(host, column, named[column.name], first_day, tokens)
                for column in tables()[table].columns
                if column.name in named
            }
            rijen[table].append(host.add(table, texts, tuple(cells.get(MORE, ()))))
            self.planted[table] += 1
        return rijen

    def _with_tokens(
        self, host: Host, table: str, cells: Cells, earlier: int, recent: dict[str, str]
    ) -> Cells:
        """Return the cells with a name for each token: that of its own row, or of its parent."""
        links = {link.column: link.target for link in tables()[table].foreign_keys}
        names = {column: recent.get(target, "") for column, target in links.items()}
        names |= {"school_id": host.school_id} if "school_id" in links else {}
        own = tables()[table].key[0]
        if own not in links and tables()[table].column(own).token:
            names[own] = f"@{table}{earlier + 1}" if earlier else f"@{table}"
            recent[table] = str(cells.get(own, names[own]))
        return names | dict(cells)

    def _text(
        self, host: Host, column: Column, value: object, first_day: int, tokens: dict[str, str]
    ) -> str:
        if not (column.token and str(value).startswith("@")):
            return host.text(column, value, first_day)
        return tokens.setdefault(str(value), self._make_token(column))

    def _make_token(self, column: Column) -> str:
        if column.name == "zaak_id":
            return bytes(make_case_tokens(self.rng, 1)[0]).decode()
        return bytes(make_tokens(self.rng, column.name[0], 1)[0]).decode()


def _can_hold(host: Host, fault: Fault) -> bool:
    """Return whether a school delivers every table and cell that a fault and its rule need."""
    needed = {f"{table}.{column}" for table, cells in fault.rows for column in cells}
    needed |= {table for table, _ in fault.rows}
    needed |= {name for mark in fault.marks for name in rules()[mark.rule].needs}
    return all(host.has(*name.split(".")) for name in needed if not name.endswith(f".{MORE}"))


def _place(mark: Mark, rijen: Rijen) -> tuple[str, str, str, str, str]:
    """Return file, table, row, column and rule of a finding; row is empty where none is meant."""
    file = mark.file or (f"{mark.table}.csv" if mark.table else "")
    rij = rijen[mark.table][mark.row] if rijen.get(mark.table) else mark.line
    return file, mark.table, "" if rij is None else str(rij), mark.column, mark.rule
