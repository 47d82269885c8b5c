"""A role as people write it in their lists -> one of ours, and whether it leads."""

from __future__ import annotations

import re

from bot.folding import fold

USUAL = "patient_partner"
"""What somebody is taken for whose role we do not know. It decides nothing but who reads lists and check-ins."""

_WORDS = {
    "organiser": (
        "organiser", "organizer", "organisateur", "organisatrice", "coordinator", "coordonnateur", "coordonnatrice",
        "coordination", "facilitator", "manager", "admin", "administrator", "staff", "secretary", "chef", "cheffe",
    ),
    "clinician": (
        "clinician", "clinical", "doctor", "physician", "nurse", "pharmacist", "therapist", "clinicien", "clinicienne",
        "medecin", "infirmier", "infirmiere", "soignant", "soignante",
    ),
    "researcher": (
        "researcher", "research", "scientist", "investigator", "pi", "methodologist", "statistician", "librarian",
        "trainee", "student", "postdoc", "chercheur", "chercheuse", "recherche", "etudiant", "etudiante", "stagiaire",
    ),
    "patient_partner": (
        "patient", "patients", "patiente", "partner", "partenaire", "public", "citizen", "carer", "caregiver", "family",
        "parent", "proche", "aidant", "aidante", "citoyen", "citoyenne", "ppi", "lived",
    ),
}  # fmt: skip
"""What says most first: a research coordinator coordinates, and a family physician is a physician."""

_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_LEADS = re.compile(r"\bco ?(?:lead|leader|chair|direct\w*|responsable|president\w*|animat\w*)\b")
_LEADS_ALONE = {"lead", "leader", "chair"}
_NO_LEAD = {"not", "former", "ex", "past", "ancien", "ancienne", "pas"}


def read(told: str) -> tuple[str, bool]:
    """The kind of role ("" for one we do not know, or a lead without more) and whether it leads: "Patient partner,
    co-lead" -> ("patient_partner", True)."""
    words = fold(told).split()
    kinds = {_KINDS[word] for word in words if word in _KINDS}
    return next((kind for kind in _WORDS if kind in kinds), ""), _leads(words)


def _leads(words: list[str]) -> bool:
    """A co-lead in so many words, or a lead of nothing else than what somebody is: "patient lead"."""
    if _NO_LEAD.intersection(words):
        return False
    others = [word for word in words if word not in _LEADS_ALONE and word not in _KINDS]
    return bool(_LEADS.search(" ".join(words))) or (not others and bool(_LEADS_ALONE.intersection(words)))


def spoken(told: str) -> str:
    """As it is shown: "patient_partner" -> "patient partner"."""
    return " ".join(told.replace("_", " ").split())
