"""The road, on one screen."""

import os
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace

from bulletin.article import Article, StandingPage
from bulletin.closures import template_marks
from bulletin.compiled import compile_all
from bulletin.config import checked_address, read_settings
from bulletin.figures import read_figures
from bulletin.fingerprint import Fingerprints
from bulletin.finish import Finisher
from bulletin.memory import Memory
from bulletin.model import Library, model
from bulletin.outputs import Printed
from bulletin.ownviews import Sights
from bulletin.packs import Packs
from bulletin.pagework import Site
from bulletin.plan import Plan, plan, presenter
from bulletin.present import Presenter
from bulletin.problem import Problems, UsageError, in_order
from bulletin.read import read
from bulletin.recollection import Recollection
from bulletin.render import environment
from bulletin.request import Listener, Outcome, Request, Timing, is_good
from bulletin.settings import Settings
from bulletin.staging import Staging
from bulletin.still import Look
from bulletin.store import PictureStore
from bulletin.theme import Theme, read_theme
from bulletin.write import Stage


def build(request: Request, listener: Listener, memory: Memory, seen: Look) -> Outcome:
    """Build or check the site. Raises WorldError, DamagedError; what is wrong with the content comes back."""
    clock = _Clock(listener)
    settings, problems = _settings(request)
    if any(p.kind == "settings-syntax" for p in problems):
        return Outcome(problems, None, ())
    with Stage(request.output, listener.waiting) if request.write else nullcontext() as stage:
        clock.stage("read")
        recall = Recollection(memory, seen.begun)
        theme, wrong = read_theme(request.root, settings)
        sources, more = read(
            request.root, settings, listener.progress, request.workers, recall.reading, recall.known
        )
        problems += wrong + more

        clock.stage("model")
        library, more = model(
            sources, settings, request.now, drafts=request.drafts, future=request.future, known=recall.known
        )
        problems += more
        recall.keep_sources()

        clock.stage("press")
        printed, more = _printed(request, library, theme, memory, listener)
        problems += more

        clock.stage("plan")
        figures = read_figures(request.root) if settings.counter.is_on else None
        present = presenter(library, theme)
        planned, more = plan(library, theme, present, figures, printed)
        problems += more

        clock.stage("render")
        # Where two outputs want one place there is nothing to stage.
        staging = stage.staging if stage and not any(p.severity == "error" for p in problems) else None
        site = _site(library, theme, planned, present, recall, memory, staging)
        finisher = Finisher(site, stage if staging else None)
        finisher.pages(request.workers, listener.progress)

        finisher.settle_files()
        # Pictures take longest: what is wrong with words and settings is told before they are made.
        found = (*problems, *finisher.problems, *request.found)
        if request.pictures and is_good(found, strict=request.strict):
            clock.stage("pictures")
            _make_pictures(finisher, PictureStore(request.root), settings, listener)
        finisher.lists()
        clock.stage("index")
        terms = finisher.index(recall.terms, memory.term_packs(), request.workers)
        lasting = in_order((*problems, *finisher.problems))
        problems = in_order((*lasting, *request.found)) if request.found else lasting

        clock.stage("write")
        written = stage.commit() if staging and stage and is_good(problems, strict=request.strict) else None
        withheld = tuple(sorted(Counter(map(str, library.withheld.values())).items()))
        if written:
            recall.keep_site(request, seen, site, finisher.rows, terms, lasting, withheld)
    return Outcome(problems, written, withheld, clock.timings())


def _printed(
    request: Request, library: Library, theme: Theme, memory: Memory, listener: Listener
) -> tuple[tuple[Printed, ...], Problems]:
    """The printed issues as files of the site, where somebody sets them."""
    if not request.press:
        return (), ()
    printed: tuple[tuple[Printed, ...], Problems] = request.press(
        library, theme, request.now, Packs(memory.folder).load, listener.progress
    )
    return printed


def _make_pictures(finisher: Finisher, store: PictureStore, settings: Settings, listener: Listener) -> None:
    finisher.pictures(store, listener.progress)
    store.note_use(finisher.files.values(), time.time())
    store.prune(settings.pictures.cache_megabytes)


def _site(
    library: Library,
    theme: Theme,
    planned: Plan,
    present: Presenter,
    recall: Recollection,
    memory: Memory,
    staging: Staging | None,
) -> Site:
    """What workers make pages from, with the digests that tell which pages can be left as they are."""
    settings = library.settings
    env = environment(theme.templates)
    marks = template_marks(env, planned.frame)
    compile_all(env)
    shaped = Fingerprints().of(settings, recall.known.mark, library.glossary, theme.card_colours)
    items: list[Article | StandingPage] = [*library.articles, *library.pages]
    sights = Sights(shaped, {item.path: present.likeness(item) for item in items})
    return Site(
        library, theme, planned, memory.folder, memory.view_packs(), staging, recall.rows, marks, sights
    )


def _settings(request: Request) -> tuple[Settings, Problems]:
    settings, problems = read_settings(request.root)
    if not request.base_url:
        return settings, problems
    address = checked_address(request.base_url)
    if address is None:
        raise UsageError("bad-base-url", address=request.base_url)
    return replace(settings, address=address), problems


class _Clock:
    """Times the stages as they are announced."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._begun: list[tuple[str, float, float]] = []

    def stage(self, name: str) -> None:
        self._begun.append((name, *_times()))
        self._listener.stage(name)

    def timings(self) -> tuple[Timing, ...]:
        ends = [begun for _, *begun in self._begun[1:]] + [[*_times()]]
        pairs = zip(self._begun, ends, strict=True)
        return tuple(Timing(name, end[0] - wall, end[1] - spent) for (name, wall, spent), end in pairs)


def _times() -> tuple[float, float]:
    """Wall clock, and the processor's time of this process and of its workers that have ended; seconds."""
    return time.perf_counter(), sum(os.times()[:4])
