"""Templates that organisations write for themselves; Berkas' own are in ``templates_registry``."""

from enum import StrEnum

from piccolo.columns import JSON, Boolean, Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from tables.checks import one_of
from tables.engine import ENGINE
from templates_registry import document_types


class VersionState(StrEnum):
    """Whether a version may still be changed."""

    DRAFT = "draft"
    PUBLISHED = "published"


class CustomTemplate(Table, tablename="template", db=ENGINE):
    """A template of an organisation; name, slug and hint are those of the newest published version, or of the first draft."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    name = Varchar(length=255, default=None)
    slug = Varchar(length=64, default=None)
    document_type_hint = Varchar(length=32, null=True, default=None, help_text="Null for any type.")
    active = Boolean(default=True)
    created_at = Timestamptz()
    updated_at = Timestamptz()

    template_of_organisation = Unique(["organisation_id", "id"])
    slug_is_unique = Unique(["organisation_id", "slug"])
    hint_is_known = Check(one_of("document_type_hint", document_types.names()))


class TemplateVersion(Table, db=ENGINE):
    """One version of a template; a trigger keeps a published one as it is."""

    id = Varchar(length=30, primary_key=True, default=None)
    organisation_id = Varchar(length=30, default=None)
    template_id = Varchar(length=30, default=None)
    version = Integer(default=None)
    state = Varchar(length=16, default=VersionState.DRAFT.value)
    definition = JSON(default=None, help_text="The template document; json keeps the order of its fields.")
    created_at = Timestamptz()
    published_at = Timestamptz(null=True, default=None)

    version_once = Unique(["template_id", "version"])
    version_counts_from_one = Check("version >= 1")
    state_is_known = Check(one_of("state", VersionState))
