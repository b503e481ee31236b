import io

import pytest

from setup_steps.errors import SetupError
from setup_steps.progress import Progress
from setup_steps.project import Project
from setup_steps.setup import Setup


@pytest.fixture
def setup(project: Project) -> Setup:
    return Setup(project, Progress(io.StringIO()))


def said(setup: Setup) -> str:
    assert isinstance(setup.progress.out, io.StringIO)
    return setup.progress.out.getvalue()


def test_a_step_is_done_once_until_its_inputs_change(setup: Setup) -> None:
    inputs, done = ["first"], []
    for value in ("first", "first", "second"):
        inputs[0] = value
        setup._when_changed("x", "Some step", lambda _: inputs[0], lambda _: done.append(inputs[0]))
    assert done == ["first", "second"]
    assert said(setup).count("✓ Some step") == 2


def test_a_step_is_done_again_when_its_result_is_gone(setup: Setup) -> None:
    done: list[int] = []
    for is_there in (True, True, False):
        setup._when_changed(
            "x", "Step", lambda _: "same", lambda _: done.append(1), lambda _, t=is_there: t
        )
    assert len(done) == 2


def test_a_failed_step_is_tried_again(setup: Setup) -> None:
    def fail(_: Project) -> None:
        raise SetupError("no network")

    with pytest.raises(SetupError, match="no network"):
        setup._when_changed("x", "Step", lambda _: "same", fail)
    assert "✗ Step" in said(setup)
    done: list[int] = []
    setup._when_changed("x", "Step", lambda _: "same", lambda _: done.append(1))
    assert done == [1]


def test_accounts_of_one_database_are_not_printed_for_another(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = setup.project.local / "demo_accounts.json"
    setup._forget_accounts_of_another_database()
    file.write_text("[]")
    setup._forget_accounts_of_another_database()
    assert file.exists(), "the same database again"
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/elsewhere")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/elsewhere")
    setup._forget_accounts_of_another_database()
    assert not file.exists()
