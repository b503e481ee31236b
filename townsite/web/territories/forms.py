"""Forms of the tree of territories."""

from typing import Any

from django import forms

from townsite.accounts.models import User
from townsite.sites.states import STATES
from townsite.territories.choices import Membership, PostRole, TerritoryKind, TerritoryLevel
from townsite.territories.hierarchies import hierarchies
from townsite.territories.models import Hierarchy, Territory
from townsite.web.territories.rule_field import RuleField

# What the form asks for beside the territory's own fields.
ASIDE = frozenset({"parent", "hierarchy", "reason", "rule"})


class TerritoryForm(forms.Form):
    """What can be said about a territory; code, level and parent only when it is new."""

    code = forms.CharField(
        max_length=50, help_text="Capital letters and digits, for example MIDATL3."
    )
    name = forms.CharField(max_length=255)
    level = forms.ChoiceField(choices=TerritoryLevel.choices)
    parent = forms.ModelChoiceField(
        Territory.objects.none(), required=False, empty_label="None: the top of the tree"
    )
    hierarchy = forms.ModelChoiceField(
        Hierarchy.objects.none(),
        required=False,
        empty_label=None,
        help_text="Of a territory at the top; others are in the hierarchy of their parent.",
    )
    kind = forms.ChoiceField(choices=TerritoryKind.choices)
    membership = forms.ChoiceField(
        choices=Membership.choices,
        help_text="How sites come to belong. Some districts are lists, not areas.",
    )
    rule = RuleField(required=False)
    allowed_states = forms.CharField(
        required=False, help_text="Two-letter states, for example DC, MD, VA. Empty allows all."
    )
    capacity_limit = forms.DecimalField(
        required=False,
        min_value=1,
        max_digits=8,
        decimal_places=2,
        help_text="Weighted sites (R-07).",
    )
    reason = forms.CharField(required=False, max_length=2_000)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = Territory.objects.order_by("path")
        hierarchy = self.fields["hierarchy"]
        if isinstance(hierarchy, forms.ModelChoiceField):
            hierarchy.queryset = hierarchies()
        gone = ("code", "level", "parent", "hierarchy") if not is_new else ()
        for name in gone or (("hierarchy",) if hierarchies().count() == 1 else ()):
            del self.fields[name]
        self.fields["reason"].required = not is_new

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean_allowed_states(self) -> list[str]:
        """Raises for a word that is no state, naming it."""
        words = str(self.cleaned_data["allowed_states"]).upper().replace(",", " ").split()
        unknown = [word for word in words if word not in STATES]
        if unknown:
            raise forms.ValidationError(f"No such state: {', '.join(unknown)}.")
        return sorted(set(words))

    def values(self) -> dict[str, Any]:
        """The fields of the territory itself."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ASIDE}
        return {**given, "membership_rule": self.cleaned_data["rule"]}


class MoveForm(forms.Form):
    """A new parent, with the reason that the history keeps."""

    parent = forms.ModelChoiceField(
        Territory.objects.none(), required=False, empty_label="None: the top of the tree"
    )
    reason = forms.CharField(max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        if isinstance(parent, forms.ModelChoiceField):
            parent.queryset = Territory.objects.order_by("path")


class CloseForm(forms.Form):
    reason = forms.CharField(max_length=2_000)


class AppointForm(forms.Form):
    """Who takes a post; somebody without an account is named in words."""

    role = forms.ChoiceField(choices=PostRole.choices)
    holder = forms.ModelChoiceField(User.objects.none(), required=False, label="Person")
    holder_label = forms.CharField(
        required=False,
        max_length=150,
        label="Or a name",
        help_text="For people without an account.",
    )
    reason = forms.CharField(max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.fields["holder"]
        if isinstance(holder, forms.ModelChoiceField):
            holder.queryset = User.objects.filter(is_active=True).order_by("name")
