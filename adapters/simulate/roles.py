"""A role as people write it in their lists -> one of ours, and whether it leads."""

from __future__ import annotations

from bot.folding import fold

USUAL = "patient_partner"
"""What somebody is taken for whose role we do not know. It decides nothing but who reads lists and check-ins."""

_WORDS = {
    "patient_partner": (
        "patient", "patients", "patiente", "public", "citizen", "carer", "caregiver", "family", "parent", "proche",
        "aidant", "aidante", "citoyen", "citoyenne", "ppi", "lived",
    ),
    "researcher": (
        "researcher", "research", "scientist", "investigator", "pi", "methodologist", "statistician", "librarian",
        "trainee", "student", "postdoc", "chercheur", "chercheuse", "recherche", "etudiant", "etudiante", "stagiaire",
    ),
    "clinician": (
        "clinician", "clinical", "doctor", "physician", "nurse", "pharmacist", "therapist", "clinicien", "clinicienne",
        "medecin", "infirmier", "infirmiere", "soignant", "soignante",
    ),
    "organiser": (
        "organiser", "organizer", "organisateur", "organisatrice", "coordinator", "coordonnateur", "coordonnatrice",
        "coordination", "facilitator", "manager", "admin", "administrator", "staff", "secretary",
    ),
}  # fmt: skip
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_LEADS = {"lead", "leads", "leader", "colead", "coleader", "chair", "cochair", "responsable", "coresponsable"}


def read(told: str) -> tuple[str, bool]:
    """The kind of role ("" for one we do not know, or a lead without more) and whether it leads: "Patient partner,
    co-lead" -> ("patient_partner", True)."""
    words = fold(told).split()
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    return kinds[0] if kinds else "", any(word in _LEADS for word in words)


def spoken(told: str) -> str:
    """As it is shown: "patient_partner" -> "patient partner"."""
    return " ".join(told.replace("_", " ").split())
