"""Addresses of one site's pages; the directory has its own."""

from django.urls import include, path

from townsite.web.sites import (
    contacts,
    create,
    documents,
    duplicates,
    edit,
    external_ids,
    favorite,
    merge,
    number_path,  # noqa: F401 - registers the converter used below
    profile,
    relationships,
    status,
    timeline,
)

app_name = "sites"
urlpatterns = [
    path("new/", create.new_site, name="new"),
    path("new/check/", create.check_field, name="new_check"),
    path("duplicates/", duplicates.duplicate_list, name="duplicates"),
    path("duplicates/search/", duplicates.search, name="duplicates_search"),
    path("duplicates/<uuid:pk>/dismiss/", duplicates.dismiss, name="dismiss"),
    path("<number:number>/", profile.profile, name="profile"),
    path("<number:number>/edit/", edit.edit_site, name="edit"),
    path("<number:number>/edit/check/", edit.check_field, name="edit_check"),
    path("<number:number>/status/<slug:verb>/", status.status_change, name="status"),
    path("<number:number>/favorite/", favorite.favorite, name="favorite"),
    path("<number:number>/merge/", merge.choose, name="merge_choose"),
    path("<number:number>/merge/<number:other>/", merge.merge, name="merge"),
    path("<number:number>/contacts/", contacts.contact_list, name="contacts"),
    path("<number:number>/contacts/new/", contacts.new_contact, name="contact_new"),
    path("<number:number>/contacts/known/", contacts.known_contacts, name="contact_known"),
    path("<number:number>/contacts/link/", contacts.link, name="contact_link"),
    path("<number:number>/contacts/<uuid:pk>/edit/", contacts.edit_contact, name="contact_edit"),
    path("<number:number>/contacts/<uuid:pk>/verify/", contacts.verify, name="contact_verify"),
    path("<number:number>/contacts/links/<uuid:pk>/end/", contacts.unlink, name="contact_unlink"),
    path("<number:number>/relationships/", relationships.relationship_list, name="relationships"),
    path("<number:number>/relationships/<uuid:pk>/end/", relationships.end, name="unrelate"),
    path("<number:number>/documents/", documents.document_list, name="documents"),
    path("<number:number>/documents/<uuid:pk>/", documents.download, name="document"),
    path("<number:number>/documents/<uuid:pk>/remove/", documents.remove, name="document_remove"),
    path("<number:number>/external-ids/", external_ids.set_key, name="external_id"),
    path("", include("townsite.web.sites.classification_urls")),
    path("<number:number>/timeline/", timeline.timeline, name="timeline"),
]
