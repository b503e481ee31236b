"""`python -m setup_steps.base_map`: the base map alone, made when its sources changed."""

from setup_steps.project import this_project
from setup_steps.setup import Setup

if __name__ == "__main__":
    Setup(this_project()).for_maps()
