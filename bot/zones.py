"""The time zones and the places a form offers."""

COMMON = (
    "America/St_Johns",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/Whitehorse",
    "America/Iqaluit",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/Berlin",
    "Africa/Johannesburg",
    "Asia/Kolkata",
    "Australia/Perth",
    "Australia/Sydney",
    "Pacific/Auckland",
    "UTC",
)
"""From the communities' own places (needs.md 0.4-1) outwards; anything else can be set in the roster file."""


REGIONS = (
    "CA-AB", "CA-BC", "CA-MB", "CA-NB", "CA-NL", "CA-NS", "CA-NT", "CA-NU", "CA-ON", "CA-PE", "CA-QC", "CA-SK", "CA-YT",
    "US", "GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS", "IE", "FR", "BE", "CH", "DE", "ZA", "IN", "AU", "NZ",
)  # fmt: skip
"""Countries, or parts of one, whose public holidays are known (bot/holidays.py); others can be set in the file."""


def offered(own: str) -> tuple[str, ...]:
    """The zones to choose from, with the person's own one first when it is not among the common ones."""
    return COMMON if own in COMMON else (own, *COMMON)
