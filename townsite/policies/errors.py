"""What can be wrong with a policy, said with the value and the way out."""

from townsite.common.errors import Conflict, Invalid, NotFound


class UnknownPolicy(NotFound):
    code = "unknown-policy"
    title = "There is no policy of this name"


class PolicyValueInvalid(Invalid):
    code = "policy-value-invalid"
    title = "This value does not fit the policy"


class PolicyConflict(Conflict):
    code = "policy-conflict"
    title = "Another value holds at that time"
