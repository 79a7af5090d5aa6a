"""The pages that the browser looks at: one of every edition, all from made-up schools."""

import pytest

from pipeline.example import sample_school, sample_workspace
from pipeline.report import make_reports
from pipeline.report.files import page_of
from pipeline.report.kernel import kernel_folder
from pipeline.report.plan import plan_jobs
from pipeline.report.worker import Worker
from pipeline.schema.editions import choose_editions
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
    """Return the reports folder: index, and a page of every edition; directie in English too."""
    workspace = make_workspace(tmp_path_factory.mktemp("bladeren"))
    make_reports(workspace, editions=("directie",), school="school_01", language="en")
    summary = make_reports(
        workspace, editions=("begin", "directie", "bestuur", "afspraken", "methode")
    )
    assert summary.failed == {}
    for key, page in intern_pages(tmp_path_factory.mktemp("k")):
        path = workspace.reports / f"{key}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return workspace.reports


def intern_pages(folder):
    """Yield the pages about cases, of one school of the sample; nothing is written there."""
    sample, chosen = sample_workspace(), choose_editions(("werklijst", "datakwaliteit"))
    with kernel_folder(folder) as place, Worker(place, 9) as worker:
        for job in plan_jobs(sample, chosen, sample_school(), None, "nl"):
            yield job.key, page_of(job, worker.run(job.edition.notebook, job.parameters))


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
        pages: all('nav.more a').map(each => each.getAttribute('href')),
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
    // the widest font that a reader may have; in every other one there is more room
    all('svg text').forEach(each => each.style.fontFamily = 'DejaVu Sans');
    const box = (each) => each.getBoundingClientRect();
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
    facts.badly_drawn = all('svg[role=img]').flatMap(svg => {
        const texts = [...svg.querySelectorAll('text')].filter(each => each.textContent);
        const name = (each) => svg.getAttribute('aria-labelledby') + ': ' + each.textContent;
        const inside = box(svg), left = (each) => each.transform.baseVal[0].matrix.e;
        return texts.flatMap((each, i) => [
            ...(box(each).right > inside.right + 1 || box(each).left < inside.left - 1 ||
                box(each).bottom > inside.bottom + 1 ? ['cut off in ' + name(each)] : []),
            ...(left(each) < 0 && each.getAttribute('text-anchor') !== 'end' &&
                each.getAttribute('text-anchor') !== 'middle' &&
                left(each) + each.getBBox().width > 0 ? ['into the bars in ' + name(each)] : []),
            ...texts.slice(i + 1).filter(other => meet(box(each), box(other)))
                .map(other => 'over ' + other.textContent + ' in ' + name(each)),
        ]);
    });
    document.body.style.width = '320px';
    facts.narrow = document.body.scrollWidth;
    return facts;
"""


@pytest.fixture(scope="session")
def facts(made, pages):
    """Return per page what one look of the browser found, with axe-core when it is there."""
    script = f"{axe() or ''}\n{FACTS}"
    found = ask([path.read_text(encoding="utf-8") for path in pages], script)
    return {str(path.relative_to(made)): each for path, each in zip(pages, found, strict=True)}
