"""Coverage-guided fuzzing of one target, where atheris is installed (no dependency of ours).

`python -m tests.fuzz.guided table -runs=20000 FOLDER`: further words go to libFuzzer; inputs that
reach something new are kept in FOLDER, one that fails is written beside it and ends the run.
"""

import sys
from importlib import import_module


def main() -> int:
    """Fuzz the target that is named first; the package is imported so that its branches count."""
    try:
        import atheris
    except ImportError:
        print("atheris is not here; next: pip install atheris, in an environment of its own")
        return 1
    with atheris.instrument_imports(include=["pipeline"]):
        targets = import_module("tests.fuzz.targets").TARGETS
        import_module("pipeline.disclosure.ledger")
        import_module("pipeline.status")
    name, *words = sys.argv[1:] or [""]
    if name not in targets:
        print(f"choices: {', '.join(targets)}")
        return 2
    atheris.Setup([sys.argv[0], *words], targets[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
