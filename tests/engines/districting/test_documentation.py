import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "domain" / "districting.md"


def test_the_example_of_the_documentation_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    quick = example.replace("Stop(seconds=10)", "Stop(seconds=None, steps=20_000)")
    assert quick != example
    exec(quick, {})
    assert "of the proven bound" in capsys.readouterr().out
