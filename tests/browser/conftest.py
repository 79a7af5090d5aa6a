"""The pages that the browser looks at: every edition that needs no case, from made-up tables."""

import pytest

from pipeline.report import make_reports
from tests.browser.chromium import MISSING, ask, axe, has_browser
from tests.notebooks.published import make_workspace


def pytest_collection_modifyitems(items):
    if has_browser():
        return
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return the reports folder: index, tour, directie (nl and en) and bestuur."""
    workspace = make_workspace(tmp_path_factory.mktemp("bladeren"))
    make_reports(workspace, editions=("directie",), school="school_01", language="en")
    summary = make_reports(workspace, editions=("begin", "directie", "bestuur"))
    assert summary.failed == {}
    return workspace.reports


@pytest.fixture(scope="session")
def pages(made):
    return sorted(made.rglob("*.html"))


FACTS = """
    const all = (selector) => [...document.querySelectorAll(selector)];
    all('details').forEach(each => each.open = true);
    const facts = {
        resources: performance.getEntriesByType('resource').map(each => each.name),
        levels: all('h1,h2,h3,h4').map(each => +each.tagName[1]),
        bare_tables: all('table').filter(table => !table.caption ||
            [...table.querySelectorAll('th')].some(head => !head.scope)).length,
        links: all('main a').map(each => each.getAttribute('href')),
        claims: all('.claims a').map(each => !!document.getElementById(each.hash.slice(1))),
        first_stop: all('a[href], summary, [tabindex="0"]')[0].hash,
        main: document.getElementById('inhoud').tagName,
    };
    if (window.axe) {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
        const found = await axe.run({runOnly: {type: 'tag', values: tags}});
        facts.violations = found.violations.map(v => v.id + ': ' +
            v.nodes.slice(0, 2).map(n => n.html).join(' | '));
    }
    document.body.style.width = '320px';
    facts.narrow = document.body.scrollWidth;
    return facts;
"""


@pytest.fixture(scope="session")
def facts(made, pages):
    """Return per page what one look of the browser found, with axe-core when it is there."""
    script = f"{axe() or ''}\n{FACTS}"
    return {
        str(path.relative_to(made)): ask(path.read_text(encoding="utf-8"), script) for path in pages
    }
