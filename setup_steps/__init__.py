"""What `bin/run`, `bin/test`, `bin/pg` and the others do. Standard library only.

It runs before anything is installed, so it may import nothing but itself.
"""
