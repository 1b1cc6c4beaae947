"""Refusals that protect what people did: corrections, sign-offs, readings over them.

Conflict
├── ExtractionChanged      a correction of an extraction that is not the newest one any more
├── AlreadyVerified        a sign-off of what is signed off
└── VerifiedByAnalyst      a re-extract over values that a person verified or corrected
RuleViolation
└── FindingsNotAccepted    a sign-off with findings that nobody accepted
"""

from berkas.errors import Conflict, RuleViolation


class ExtractionChanged(Conflict):
    """A correction names an extraction that is not the newest one any more."""

    code = "extraction_changed"
    message = "The extraction was changed meanwhile. Look at what changed and send the correction again."


class AlreadyVerified(Conflict):
    """A sign-off that changes nothing of a document that is signed off."""

    code = "already_verified"
    message = "The document is signed off already."


class VerifiedByAnalyst(Conflict):
    """A re-extract would replace values that a person verified or corrected."""

    code = "verified_by_analyst"
    message = "A person verified or corrected the values. Send replaceVerified to have them replaced by a new reading."


class FindingsNotAccepted(RuleViolation):
    """A sign-off with findings that the values do not satisfy and nobody accepted."""

    code = "findings_not_accepted"
    message = "Findings are open. Correct the values or accept each finding."
