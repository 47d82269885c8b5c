"""One message of every kind, rendered to golden files for each platform. `hostile` carries what a person could type."""

from bot.messages import (
    Choice,
    Choices,
    Document,
    Facts,
    Field,
    FileRef,
    Form,
    Message,
    Note,
    Option,
    Picture,
    Points,
    Prose,
    Run,
    message,
)

HOSTILE = (
    "<!channel> <@U01ALICE> <#C01GEN> <https://evil.example|your form> [x](javascript:alert(1)) <at>Everyone</at> "
    "&amp; *bold* _it_ ~no~ `code` {{TIME(x)}} \u202eevil\u202c @here <script>alert(1)</script>"
)


def _prose(text: str) -> Prose:
    return Prose((Run(text),))


def _file(kind: str) -> FileRef:
    return FileRef(kind, "c0ffee", "event1", "person1", "en")  # type: ignore[arg-type]


FORM = Form(
    title="A new event",
    intro="Everybody you choose gets five questions after it.",
    fields=(
        Field("title", "What is it called?", max_length=120),
        Field("day", "Which day?", "date", initial="2026-12-01"),
        Field("start", "When does it start?", "time", initial="14:00"),
        Field(
            "zone",
            "In which time zone?",
            "choice",
            (Option("America/Toronto", "Toronto"), Option("Europe/London", "London")),
            "America/Toronto",
        ),
        Field(
            "teams",
            "Who is invited?",
            "choices",
            (Option("t1", "Steady Hearts"), Option("t2", "Breathe Easy")),
            ("t1",),
        ),
        Field("person", "Who is it?", "person", required=False),
        Field("note", "Anything to add?", "text", required=False, hint="One sentence is plenty."),
    ),
    submit="Make the event",
    cancel="Not now",
    value="signed-form-value",
    open_label="Open the form",
)

GALLERY: dict[str, Message] = {
    "answer": message(
        _prose("How likely it is that the way a study was done has tilted its result."),
        Note((Run("Draft wording. Source: Cochrane, Glossary."),)),
        Choices((Choice("Tell me more", "v1", primary=True), Choice("Clear", "v2"), Choice("Not clear yet", "v3"))),
        lang="en", title="risk of bias",
    ),
    "prose_styles": message(
        Prose((Run("Plain, "), Run("bold", bold=True), Run(", "), Run("italic", italic=True), Run("."))), lang="en",
    ),
    "check_in": message(
        _prose("How is your part in Steady Hearts going?"),
        Note((Run("Private: only Rosa Lind and Sam Okoro can read your answer. Nobody reads this right away."),)),
        Choices((Choice("Going well", "v1"), Choice("A bit stuck", "v2"), Choice("I'd like to talk to someone", "v3"),
        Choice("Skip", "v4"))),
        lang="en", title="A short check-in",
    ),
    "role": message(
        Points(((Run("You read abstracts", bold=True), Run(" with Maya.")), (Run("You ask what would matter to patients."),))),
        Choices((Choice("Still right", "v1"), Choice("Something should change", "v2", opens_form=True))),
        lang="en", title="Your part",
    ),
    "feedback": message(
        _prose("Did you feel heard?"),
        Choices((Choice("Yes, fully", "v1"), Choice("Mostly", "v2"), Choice("A little", "v3"), Choice("Not really",
        "v4"), Choice("Skip", "v5"))),
        lang="en", title="Question 2 of 5",
    ),
    "result": message(
        Facts((("Answers", "6 of 9"), ("Was it worth your time?", "4 yes, 2 mostly"))),
        Picture("Six people answered. Worth their time: 4 yes, 2 mostly.", _file("feedback_picture")),
        Document("All answers as a table", "feedback.csv", _file("feedback_csv")),
        Choices((Choice("Tell everybody", "v1", primary=True, opens_form=True),)),
        lang="en", title="What people said about Spring meeting",
    ),
    "french": message(
        _prose("Probabilité que la façon de mener l'étude ait faussé le résultat."),
        Choices((Choice("En savoir plus", "v1"), Choice("C'est clair", "v2"))), lang="fr", title="risque de biais",
    ),
    "form": message(_prose("It takes a minute."), FORM, lang="en", title="A new event"),
    "channel": message(_prose("I answer in private. Open a chat with me and ask again."), lang="en", private=False),
    "hostile": message(
        _prose(HOSTILE), Points(((Run(HOSTILE, bold=True),),)), Facts(((HOSTILE[:60], HOSTILE),)), Note((Run(HOSTILE),)),
        Choices((Choice(HOSTILE[:70], "v1"),)), lang="en", title=HOSTILE[:140],
    ),
    "long": message(*(_prose(f"Paragraph {n}. " + "A plain sentence about the study. " * 20) for n in range(12)), lang="en", title="Long"),
}  # fmt: skip
