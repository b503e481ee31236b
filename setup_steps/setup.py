"""All set-up, step by step; what has not changed since is skipped."""

import fcntl
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from setup_steps.privileges import step_down
from setup_steps.progress import Progress
from setup_steps.project import Project
from setup_steps.stamps import Stamps
from setup_steps.steps import content, database, front_end, python_packages, system_packages

Action = Callable[[Project], None]
RUN_GROUPS = ("core", "setup", "optimisation")
TEST_GROUPS = ("core", "setup", "optimisation", "dev")
BENCH_GROUPS = ("core", "setup", "optimisation", "bench")
TESTS = frozenset({"unit", "journeys"})


def _present(_: Project) -> bool:
    return True


@dataclass
class Setup:
    """The steps for one working copy; a step is done again when its inputs change."""

    project: Project
    progress: Progress = field(default_factory=Progress)

    @property
    def stamps(self) -> Stamps:
        return Stamps(self.project.local / "steps")

    def machine(self, *, browser: bool = False) -> None:
        """The system's packages, as root where that may be; all else as the project's owner."""
        missing = system_packages.missing_packages(browser=browser)
        if missing:
            with self.progress.step(f"System packages: {', '.join(missing)}"):
                system_packages.install(missing)
        if account := step_down(self.project):
            self.progress.say(f"Going on as {account}, who owns this folder.")

    def for_running(self, *, empty: bool = False) -> None:
        """Everything that serving needs, with a demo portfolio unless `empty`."""
        with self._alone():
            self._python(RUN_GROUPS)
            self._front_end()
            self._cluster()
            self._when_changed(
                "schema", "Migrations", database.schema_fingerprint, database.migrate
            )
            self._gazetteer()
            self._base_map()
            self._districting()
            self._portfolio(empty=empty)

    def for_testing(self, groups: Collection[str], *, maps: bool = True) -> None:
        """Everything that these groups of checks need; tests make databases of their own.

        Without `maps` the base map is left to `for_maps`, which may run beside the checks.
        """
        needs_pages = not TESTS.isdisjoint(groups)
        with self._alone():
            self._python(TEST_GROUPS)
            if needs_pages or "frontend" in groups:
                self._front_end()
            if needs_pages or "migrations" in groups:
                self._cluster()
            if needs_pages and maps:
                self._base_map()

    def for_maps(self) -> None:
        """The base map, once Python and front-end packages are there."""
        with self._alone():
            self._base_map()

    def for_measuring(self) -> None:
        """What serving needs, and the servers that benchmarks compare with."""
        with self._alone():
            self._python(BENCH_GROUPS)
            self._front_end()
            self._cluster()

    def for_managing(self) -> None:
        """A database that answers; for single commands and backups."""
        with self._alone():
            database.ready_database(self.project)

    def _python(self, groups: tuple[str, ...]) -> None:
        self._when_changed(
            "python-" + "-".join(groups),
            "Python packages",
            lambda p: python_packages.packages_fingerprint(p, groups),
            lambda p: python_packages.install_packages(p, groups),
            python_packages.python_works,
        )

    def _front_end(self) -> None:
        self._when_changed(
            "npm",
            "Front-end packages",
            front_end.npm_fingerprint,
            front_end.install_npm_packages,
            front_end.has_npm_packages,
        )
        self._when_changed(
            "front-end",
            "Front-end build",
            front_end.sources_fingerprint,
            front_end.build,
            front_end.is_built,
        )

    def _cluster(self) -> None:
        database.make_local_files(self.project)
        with self.progress.step("PostgreSQL"):
            database.ready_database(self.project)

    def _gazetteer(self) -> None:
        self._when_changed(
            "gazetteer",
            "Towns and ZIP codes",
            content.gazetteer_fingerprint,
            content.make_gazetteer,
        )

    def _base_map(self) -> None:
        self._when_changed(
            "base-map",
            "Base map",
            content.base_map_fingerprint,
            content.make_base_map,
            content.has_base_map,
        )

    def _districting(self) -> None:
        self._when_changed(
            "districting",
            "Districting engine",
            content.districting_fingerprint,
            content.compile_districting,
        )

    def _portfolio(self, *, empty: bool) -> None:
        """Once for each database: people work in it from then on."""
        if empty:
            title, act = "First administrator", content.make_administrator
        else:
            title, act = "Demo portfolio", content.make_demo
        self._forget_accounts_of_another_database()
        self._when_changed("portfolio", title, content.demo_fingerprint, act)

    def _forget_accounts_of_another_database(self) -> None:
        """Accounts noted for printing let nobody into a database that DATABASE_URL now names."""
        where, known = content.accounts_fingerprint(), self.stamps.has("accounts")
        if known and not self.stamps.matches("accounts", where):
            (self.project.local / content.ACCOUNTS_FILE).unlink(missing_ok=True)
        self.stamps.put("accounts", where)

    def _when_changed(
        self,
        step: str,
        title: str,
        inputs: Callable[[Project], str],
        act: Action,
        is_there: Callable[[Project], bool] = _present,
    ) -> None:
        if self.stamps.matches(step, inputs(self.project)) and is_there(self.project):
            return
        self.stamps.forget(step)
        with self.progress.step(title):
            act(self.project)
        self.stamps.put(step, inputs(self.project))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One set-up at a time in a working copy; another one waits."""
        self.project.local.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.project.local / "setup.lock", os.O_RDONLY | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.progress.say("Another set-up is at work here; waiting for it …")
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
