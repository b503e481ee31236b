"""The policies that hold at one place, and where each comes from."""

from dataclasses import dataclass

from townsite.policies.resolution import ANYWHERE, PolicyContext, PolicySnapshot


@dataclass(frozen=True)
class Standards:
    """Policies as one site sees them."""

    policies: PolicySnapshot
    context: PolicyContext = ANYWHERE

    def number(self, key: str) -> float:
        """A policy that is a number."""
        return self.policies.number(key, self.context)

    def numbers(self, key: str) -> dict[str, float]:
        """A policy that is a mapping of numbers."""
        return self.policies.numbers(key, self.context)

    def text(self, key: str) -> str:
        """A policy that is a word."""
        return self.policies.text(key, self.context)

    def source(self, key: str) -> str:
        """For example "Territory MIDATL3" or "Everywhere (built in)"."""
        return self.policies.resolve(key, self.context).source
