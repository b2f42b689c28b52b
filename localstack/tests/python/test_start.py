"""What the engine leaves out of its start, and what it shares with the engines that start after it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

from process_executor import engine
from process_executor.engine_optimizations import dashboard, service_catalog

#: Prints which packages of moto are there once Batch's states are, and whether the names are those that the package has.
BATCH = """
import sys
from process_executor import engine
from process_executor.engine_optimizations import batch_states
batch_states.apply()
states = engine.module(
    "services.stepfunctions.asl.component.state.state_execution.state_task.service.state_task_service_batch")
print([name for name in ("moto.batch", "moto.ec2", "moto.ecs") if name in sys.modules])
from moto.batch.models import JobStatus
print(JobStatus is states.JobStatus)
"""


class ServiceCatalogTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.home = engine.module("aws.spec")
        self.built = 0
        for thing, name, value in (
            (sys, "pycache_prefix", str(self.folder / "shared")),
            (self.home, "build_service_index_cache", self.home.build_service_index_cache),
            (self.home, "LazyServiceCatalogIndex", self.index),
        ):
            patch = mock.patch.object(thing, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        service_catalog.apply()

    def index(self) -> Any:
        self.built += 1
        names = (
            "service_names",
            "endpoint_prefix_index",
            "operations_index",
            "signing_name_index",
            "target_prefix_index",
        )
        return mock.Mock(**{name: [f"{name} {self.built}"] for name in names})

    def built_for(self, name: str) -> Any:
        return self.home.build_service_index_cache(str(self.folder / name / "catalog-1.dill"))

    def shared(self) -> list[Path]:
        return list((self.folder / "shared").iterdir())

    def test_is_built_once_for_all_engines(self) -> None:
        self.assertEqual(self.built_for("one").service_names, ["service_names 1"])
        self.assertEqual(self.built_for("another").service_names, ["service_names 1"])
        self.assertEqual(self.shared(), [self.folder / "shared" / "catalog-1.dill"])

    def test_is_built_again_when_the_file_is_damaged(self) -> None:
        self.built_for("one")
        for text in ("", "none"):
            self.shared()[0].write_text(text)
            self.built_for("one")
        self.assertEqual(self.built, 3)
        self.assertEqual(self.built_for("one").service_names, ["service_names 3"])


class BatchStatesTest(unittest.TestCase):
    def test_load_nothing_of_other_services(self) -> None:
        ran = subprocess.run([sys.executable, "-c", BATCH], capture_output=True, text=True, check=False)
        self.assertEqual(ran.stdout.splitlines(), ["[]", "True"], ran.stderr)


class DashboardTest(unittest.TestCase):
    def test_adds_no_route(self) -> None:
        home = engine.module("dashboard.plugins")
        with (
            mock.patch.object(home, "_dashboard_registered", False),
            mock.patch.object(engine.module("services.internal"), "get_internal_apis") as routes,
        ):
            dashboard.apply()
            home.register_dashboard()
            routes.assert_not_called()
            self.assertRaises(LookupError, dashboard.apply)
