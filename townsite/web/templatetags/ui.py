"""The small words of the portal's templates: icons, badges, times, fields."""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.forms import BoundField
from django.forms import widgets as forms
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader

from townsite.audit.live import last_event_id
from townsite.web.badges import Badge, badge_for
from townsite.web.map_provider import client_config, parse_provider

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A Tabler icon from the sprite; decoration only, so give its button a label."""
    sprite = DjangoViteAssetLoader.instance().generate_vite_asset_url("icons.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        sprite,
        name,
    )


@register.simple_tag
def last_event() -> int:
    """Where a page that is shown now begins to listen for news; one statement."""
    return last_event_id()


@register.inclusion_tag("components/badge.html")
def badge(kind: str, value: str | None, label: str = "") -> dict[str, Badge | None]:
    """A colored word for a value of `kind`: status, tier, health, severity, job ..."""
    return {"badge": badge_for(kind, value, label) if value else None}


@register.simple_tag
def when(value: datetime | date | None, *, relative: bool = True) -> str:
    """A `<time>` in the reader's time zone; the script turns recent ones into "5 minutes ago"."""
    if value is None:
        return format_html('<span class="text-secondary">{}</span>', "never")
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), _day(value))
    local = timezone.localtime(value)
    full = f"{_day(local)}, {local.hour % 12 or 12}:{local:%M %p %Z}"
    short = _day(local) if relative else full
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        value.isoformat(timespec="seconds"),
        full,
        SafeString(" data-relative") if relative else "",
        short,
    )


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"


@register.simple_tag
def swatch(color_index: int | None) -> SafeString:
    """The little square in a territory's color; its name must stand beside it."""
    return format_html(
        '<svg class="swatch" data-territory-color="{}" viewBox="0 0 12 12" aria-hidden="true">'
        '<rect width="12" height="12" rx="2.5"></rect></svg>',
        "none" if color_index is None else color_index % 10,
    )


@register.simple_tag
def dot(token: str) -> SafeString:
    """The little disc in the color of a legend entry such as `type-hotel`."""
    return format_html(
        '<svg class="dot" data-color="{}" viewBox="0 0 12 12" aria-hidden="true">'
        '<circle cx="6" cy="6" r="5"></circle></svg>',
        token,
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, label: str = "", hide_label: bool = False) -> dict[str, object]:
    """A form field with label, help and its errors beside it."""
    widget = bound.field.widget
    is_check = isinstance(widget, forms.CheckboxInput)
    is_group = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    css = "ts-choices" if is_group else "form-check-input" if is_check else _control_class(widget)
    if bound.errors:
        css += " is-invalid"
    return {
        "field": bound,
        "label": label or bound.label,
        "hide_label": hide_label,
        "is_check": is_check,
        "is_group": is_group,
        "control": bound.as_widget(attrs={"class": css}),
    }


def _control_class(widget: forms.Widget) -> str:
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


@register.inclusion_tag("components/nav_item.html", takes_context=True)
def nav_item(context: template.Context, href: str, label: str, icon: str) -> dict[str, object]:
    """A link of the navigation, marked when the page lies under it."""
    request = context.get("request")
    path = request.path if request else ""
    under = path == href if href == "/" else path.startswith(href)
    # The map lies under the directory's address and has an entry of its own.
    is_map = path.startswith("/sites/map/")
    is_current = under and (href != "/sites/" or not is_map)
    return {"href": href, "label": label, "icon": icon, "is_current": is_current}


@register.simple_tag
def map_config() -> SafeString:
    """The base map's addresses for the script; once on each page with a map."""
    return json_script(client_config(parse_provider(settings.TOWNSITE_MAP_PROVIDER)), "map-config")
