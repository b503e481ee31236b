"""The steps of the set-up; each tells what it depends on and does its work when that changed."""
