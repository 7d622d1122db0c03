"""What the secret links of community planning are for; see `strategy.secret_links`."""

from datetime import timedelta

from strategy.secret_links import SecretPurpose


class Purpose(SecretPurpose):
    """What a link is for: the name of its view in `kpss`, and for how long it holds."""

    # To answer the invitation to a meeting: about an attendance.
    ATTENDANCE = ("attendance_answer", timedelta(days=365))
    # To read minutes that were sent and to object: about an attendance.
    OBJECTION = ("minutes_objection", timedelta(days=365))
    # To confirm the e-mail of an application or of a proposed topic.
    APPLICATION = ("application_confirm", timedelta(days=7))
    TOPIC = ("topic_confirm", timedelta(days=7))
    # To confirm and to end the letters about news.
    NEWS = ("news_confirm", timedelta(days=7))
    NO_NEWS = ("news_end", timedelta(days=3 * 365))
