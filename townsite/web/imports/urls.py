from django.urls import path

from townsite.web.imports.views import decisions, files, journey, review

app_name = "imports"
urlpatterns = [
    path("", journey.import_list, name="list"),
    path("new/", journey.import_new, name="new"),
    path("template.<str:form>", files.template, name="template"),
    path("<uuid:import_id>/", journey.import_detail, name="detail"),
    path("<uuid:import_id>/columns/", journey.columns, name="columns"),
    path("<uuid:import_id>/sheet/", journey.sheet, name="sheet"),
    path("<uuid:import_id>/progress/", journey.progress, name="progress"),
    path("<uuid:import_id>/cancel/", journey.cancel, name="cancel"),
    path("<uuid:import_id>/discard/", journey.import_discard, name="discard"),
    path("<uuid:import_id>/review/", review.review, name="review"),
    path("<uuid:import_id>/rows/<int:row_number>/", review.row, name="row"),
    path("<uuid:import_id>/rows/<int:row_number>/<str:field>/", review.cell, name="cell"),
    path("<uuid:import_id>/skip/<int:row_number>/", decisions.skip, name="skip"),
    path("<uuid:import_id>/restore/<int:row_number>/", decisions.restore, name="restore"),
    path("<uuid:import_id>/accept/<int:row_number>/<int:place>/", decisions.accept, name="accept"),
    path("<uuid:import_id>/alike/", decisions.alike, name="alike"),
    path("<uuid:import_id>/commit/", journey.import_commit, name="commit"),
    path("<uuid:import_id>/result/", journey.result, name="result"),
    path("<uuid:import_id>/undo/", journey.import_undo, name="undo"),
    path("<uuid:import_id>/errors.csv", files.errors, name="errors"),
]
