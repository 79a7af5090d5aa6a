"""Small numbers that nobody has to work out: they stand there."""

from pipeline.disclosure.judge import Failure, Reader
from pipeline.disclosure.model import Model, Source
from pipeline.disclosure.targets import SHOWN, Target


def shown_target(kind: str, model: Model, source: Source) -> Target:
    """Return a shown number as a target."""
    moments = model.unknowns.moments
    moment = next(m for m, seen in enumerate(moments) if seen.release_id == source.release_id)
    table = next(table for table in moments[moment].tables if table.name == source.table)
    cell = next(cell for cell in table.cells if cell.codes == source.codes)
    members = moments[moment].members(table, cell)
    return Target(kind, moment, table.name, table.population, cell.codes, members)


def shown_small(reader: Reader, model: Model, unknown_up_to: int) -> list[Failure]:
    """Return the small numbers that simply stand there."""
    low = model.polytope.low
    rows = [r for r, source in enumerate(model.sources) if source and low[r] <= unknown_up_to]
    found = [(float(low[row]), source) for row in rows if (source := model.sources[row])]
    return [
        Failure(
            reader.name,
            source.release_id,
            shown_target(SHOWN, model, source),
            value,
            value,
            ((source, 1.0),),
            tables=((source.release_id, source.table),),
        )
        for value, source in found
    ]
