"""Language tags as Word knows them."""

from __future__ import annotations

from typing import Final

#: The locale that stands for a language without a region, because Word's proofing tools
#: ([MS-LCID] 2.2) are chosen by locale.
_LOCALES: Final = {
    "ar": "ar-SA", "be": "be-BY", "bg": "bg-BG", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE",
    "el": "el-GR", "en": "en-GB", "es": "es-ES", "et": "et-EE", "fa": "fa-IR", "fi": "fi-FI",
    "fr": "fr-FR", "he": "he-IL", "hr": "hr-HR", "hu": "hu-HU", "hy": "hy-AM", "it": "it-IT",
    "ja": "ja-JP", "ka": "ka-GE", "kk": "kk-KZ", "ko": "ko-KR", "lt": "lt-LT", "lv": "lv-LV",
    "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO",
    "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sq": "sq-AL", "sr": "sr-Cyrl-RS",
    "sv": "sv-SE", "tr": "tr-TR", "uk": "uk-UA", "ur": "ur-PK", "zh": "zh-CN",
}  # fmt: skip

_RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ku-Arab", "ps", "ur", "yi"})


def word_language(tag: str) -> str:
    """Return the locale for a BCP 47 tag."""
    return _LOCALES.get(tag, tag)


def is_right_to_left(tag: str) -> bool:
    """Tell whether a language is written from right to left."""
    return tag in _RIGHT_TO_LEFT or tag.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT
