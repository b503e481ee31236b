"""Contiguity by a test around the unit that leaves, not over the whole plan."""

from engines.districting.kernels.compiled import kernel


@kernel
def touches(arrays, state, unit, j, but):
    """Whether the unit borders a member of j other than `but`."""
    for e in range(arrays.joint_start[unit], arrays.joint_start[unit + 1]):
        v = arrays.joint[e]
        if v != but and state.territory[v] == j:
            return True
    return False


@kernel
def stays_whole(arrays, state, unit, j):
    """Whether j stays connected when the unit leaves it.

    A search from one neighbor of the unit ends as soon as it has met the others, so its usual
    length is that of a walk around the unit (King, Jacobson & Sewell 2015 use the same fact).
    """
    state.stamp[0] += 2
    wanted, reached = state.stamp[0], state.stamp[0] + 1
    missing = 0
    start = -1
    for e in range(arrays.joint_start[unit], arrays.joint_start[unit + 1]):
        v = arrays.joint[e]
        if state.territory[v] == j and state.mark[v] != wanted:
            state.mark[v] = wanted
            missing += 1
            start = v
    if missing <= 1:
        return missing == 1 or state.size[j] == 1
    state.mark[unit] = reached
    state.mark[start] = reached
    return _meets(arrays, state, start, j, wanted, missing - 1)


@kernel
def _meets(arrays, state, start, j, wanted, missing):
    reached = wanted + 1
    state.queue[0] = start
    head, tail = 0, 1
    while head < tail:
        u = state.queue[head]
        head += 1
        for e in range(arrays.joint_start[u], arrays.joint_start[u + 1]):
            v = arrays.joint[e]
            if state.territory[v] != j or state.mark[v] == reached:
                continue
            if state.mark[v] == wanted:
                missing -= 1
                if missing == 0:
                    return True
            state.mark[v] = reached
            state.queue[tail] = v
            tail += 1
    return False
