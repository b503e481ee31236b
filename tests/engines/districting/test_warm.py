import sys

from engines.districting.warm import warm


def test_warming_meets_the_loops_that_searching_and_painting_use():
    warm()
    kernels = [
        m for name, m in sys.modules.items() if name.startswith("engines.districting.kernels.")
    ]
    compiled = {
        f"{module.__name__}.{name}": len(each.signatures)
        for module in kernels
        for name, each in vars(module).items()
        if hasattr(each, "signatures")
    }
    needed = ("anneal.anneal", "apply.fill", "price.move_price", "knapsack.contents")
    for name in needed:
        assert compiled[f"engines.districting.kernels.{name}"] >= 1, name
