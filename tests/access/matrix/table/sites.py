"""What the pages of the directory and of sites expect."""

from typing import Final

from tests.access.matrix.ask import Asks, form, get, post
from townsite.access.choices import Permission as May

SITE: Final = "sites/{site}/"
TABLE: Final[Asks] = {
    "sites/map/": [get("sites/map/")],
    "sites/map/panel/": [get("sites/map/panel/")],
    "sites/": [get("sites/"), get("sites/", query="q=Inn")],
    "sites/facets/": [get("sites/facets/")],
    "sites/suggest/": [get("sites/suggest/", query="q=Zanz"), get("sites/suggest/", query="q=Inn")],
    "sites/quick/<number:number>/": [get("sites/quick/{site}/")],
    "sites/bulk/": [get("sites/bulk/", query="act=edit")],
    "sites/bulk/preview/": [post("sites/bulk/preview/", May.IMPORT, act="edit", selected="{site}")],
    "sites/bulk/propose/": [post("sites/bulk/propose/", May.CHANGE_PROPOSE, selected="{site}")],
    "sites/bulk/apply/": [post("sites/bulk/apply/", May.IMPORT, act="edit", selected="{site}")],
    "sites/export/<slug:kind>/": [
        get("sites/export/csv/", May.EXPORT),
        get("sites/export/geojson/", May.EXPORT),
    ],
    "sites/exports/<uuid:job_id>/": [get("sites/exports/{export}/", May.EXPORT)],
    "sites/views/new/": form("sites/views/new/", name="Mine", query="x"),
    "sites/views/<uuid:key>/": form("sites/views/{view}/", name="Mine"),
    "sites/views/<uuid:key>/delete/": [post("sites/views/{view}/delete/")],
    "sites/new/": form("sites/new/", May.SITE_EDIT),
    "sites/new/check/": [post("sites/new/check/?field=name", May.SITE_EDIT, name="Pier")],
    "sites/duplicates/": [get("sites/duplicates/")],
    "sites/duplicates/search/": [post("sites/duplicates/search/", May.SITE_EDIT)],
    "sites/duplicates/<uuid:pk>/dismiss/": form(
        "sites/duplicates/{duplicate}/dismiss/", May.SITE_EDIT
    ),
    "sites/<number:number>/": [get(SITE)],
    "sites/<number:number>/edit/": form(f"{SITE}edit/", May.SITE_EDIT),
    "sites/<number:number>/edit/check/": [post(f"{SITE}edit/check/?field=name", May.SITE_EDIT)],
    "sites/<number:number>/status/<slug:verb>/": [
        *form(f"{SITE}status/submit/", May.SITE_EDIT),
        *form(f"{SITE}status/deactivate/", May.SITE_DEACTIVATE),
    ],
    "sites/<number:number>/favorite/": [post(f"{SITE}favorite/")],
    "sites/<number:number>/merge/": form(f"{SITE}merge/", May.SITE_DEACTIVATE),
    "sites/<number:number>/merge/<number:other>/": form(
        f"{SITE}merge/{{other}}/", May.SITE_DEACTIVATE
    ),
    "sites/<number:number>/contacts/": [get(f"{SITE}contacts/")],
    "sites/<number:number>/contacts/new/": form(f"{SITE}contacts/new/", May.CONTACT_EDIT),
    "sites/<number:number>/contacts/known/": [
        get(f"{SITE}contacts/known/", May.CONTACT_EDIT, query="last_name=Zanziba")
    ],
    "sites/<number:number>/contacts/link/": [
        post(f"{SITE}contacts/link/", May.CONTACT_EDIT, role="other", contact="{contact}")
    ],
    "sites/<number:number>/contacts/<uuid:pk>/edit/": form(
        f"{SITE}contacts/{{contact}}/edit/", May.CONTACT_EDIT
    ),
    "sites/<number:number>/contacts/<uuid:pk>/verify/": [
        post(f"{SITE}contacts/{{contact}}/verify/", May.CONTACT_EDIT)
    ],
    "sites/<number:number>/contacts/links/<uuid:pk>/end/": form(
        f"{SITE}contacts/links/{{link}}/end/", May.CONTACT_EDIT
    ),
    "sites/<number:number>/relationships/": [get(f"{SITE}relationships/")],
    "sites/<number:number>/relationships/<uuid:pk>/end/": [
        post(f"{SITE}relationships/{{relationship}}/end/", May.SITE_EDIT)
    ],
    "sites/<number:number>/documents/": [
        get(f"{SITE}documents/"),
        post(f"{SITE}documents/", May.SITE_EDIT),
    ],
    "sites/<number:number>/documents/<uuid:pk>/": [get(f"{SITE}documents/{{document}}/")],
    "sites/<number:number>/documents/<uuid:pk>/remove/": [
        post(f"{SITE}documents/{{document}}/remove/", May.SITE_EDIT)
    ],
    "sites/<number:number>/external-ids/": [
        post(f"{SITE}external-ids/", May.SITE_EDIT, system="x", key="1")
    ],
    "sites/scores/": [get("sites/scores/", May.SITE_CLASSIFY)],
    "sites/scores/run/": [post("sites/scores/run/", May.SITE_CLASSIFY)],
    "sites/<number:number>/classification/": [get(f"{SITE}classification/")],
    "sites/<number:number>/classification/complexity/": form(
        f"{SITE}classification/complexity/", May.SITE_CLASSIFY
    ),
    "sites/<number:number>/classification/complexity/lift/": [
        post(f"{SITE}classification/complexity/lift/", May.SITE_CLASSIFY)
    ],
    "sites/<number:number>/classification/<slug:facet>/": form(
        f"{SITE}classification/tier/", May.SITE_CLASSIFY
    ),
    "sites/<number:number>/timeline/": [get(f"{SITE}timeline/")],
    "sites/<number:number>/placement/": [get(f"{SITE}placement/")],
    "sites/<number:number>/exceptions/": form(f"{SITE}exceptions/", May.SITE_ASSIGN),
    "sites/<number:number>/exceptions/<uuid:pk>/end/": [
        post(f"{SITE}exceptions/{{exception}}/end/", May.SITE_ASSIGN)
    ],
}
