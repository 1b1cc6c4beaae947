"""Extractions: what was read from documents."""

from piccolo.columns import JSON, JSONB, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from berkas.model.extraction import Method
from berkas.model.sources import ExtractionSource
from tables.checks import one_of
from tables.engine import ENGINE


class Extraction(Table, db=ENGINE):
    """The fields of a document as found by one run or corrected by one person; never changed afterwards."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    document_id = Varchar(length=30, default=None)
    attempt = Integer(default=None, help_text="Of the document when it was made.")
    method = Varchar(length=32, default=None)
    model_used = Varchar(length=64, null=True, default=None)
    source = Varchar(length=16, null=True, default=None, help_text="How its pages were read; null before it was noted.")
    confidence_score = Integer(default=None)
    # json, not jsonb: the order of fields and of a table's columns is the template's, and people read it
    fields = JSON(default="{}")
    field_confidences = JSONB(default="{}")
    cell_confidences = JSONB(default="{}", help_text="Of cells that are more or less sure than their table.")
    field_bounding_boxes = JSONB(default="{}")
    cell_bounding_boxes = JSONB(default="{}", help_text="Of the cells of tables that are printed.")
    evidence = JSONB(
        null=True, default=None, help_text="Why fields have their values; null for older ones and when erased."
    )
    findings = JSONB(default="[]")
    flags = JSONB(default="[]")
    review_reasons = JSONB(default="[]")
    qualities = JSONB(default="[]", help_text="Faults of the pictures of its pages.")
    codes = JSONB(default="[]", help_text="QR codes, bar codes and the like, with what they say.")
    raw_text = Text(null=True, default=None)
    template_id = Varchar(length=64, null=True, default=None)
    template_version = Integer(null=True, default=None)
    previous_extraction_id = Varchar(length=30, null=True, default=None)
    actor = Varchar(length=255, null=True, default=None, help_text="Who corrected; null for a run.")
    note = Text(null=True, default=None, help_text="What who corrected said about it.")
    created_at = Timestamptz()

    extraction_of_organisation = Unique(["organisation_id", "id"])
    source_is_known = Check(one_of("source", ExtractionSource))
    method_is_known = Check(one_of("method", Method))
    score_is_percent = Check("confidence_score between 0 and 100")
    attempt_counts_from_one = Check("attempt >= 1")
