"""The words of a film's credits and chapters in its own language; in English where none are known here."""

from __future__ import annotations

from typing import NamedTuple

from storyboard.staging import Hour


class Closing(NamedTuple):
    """`cast`: with the names in place of {}; `comma`: between them; `hours`: dawn, day, dusk and night, for chapters."""

    end: str
    cast: str
    made: str
    comma: str
    hours: tuple[str, str, str, str]

    def hour(self, hour: Hour) -> str:
        return self.hours[list(Hour).index(hour)]


CLOSINGS = {
    "en": Closing("The End", "with {}", "made with Fabula", ", ", ("dawn", "day", "dusk", "night")),
    "zh": Closing("剧终", "角色：{}", "由 Fabula 制作", "、", ("清晨", "白天", "黄昏", "夜晚")),
    "de": Closing("Ende", "mit {}", "gemacht mit Fabula", ", ", ("Morgen", "Tag", "Abend", "Nacht")),
    "fr": Closing("Fin", "avec {}", "fait avec Fabula", ", ", ("aube", "jour", "soir", "nuit")),
    "es": Closing("Fin", "con {}", "hecho con Fabula", ", ", ("alba", "día", "atardecer", "noche")),
    "it": Closing("Fine", "con {}", "fatto con Fabula", ", ", ("alba", "giorno", "sera", "notte")),
    "pt": Closing("Fim", "com {}", "feito com Fabula", ", ", ("amanhecer", "dia", "entardecer", "noite")),
    "ja": Closing("おわり", "出演：{}", "Fabula で制作", "、", ("夜明け", "昼", "夕暮れ", "夜")),
    "ru": Closing("Конец", "в ролях: {}", "сделано в Fabula", ", ", ("рассвет", "день", "вечер", "ночь")),
}


def closing(language: str) -> Closing:
    return CLOSINGS.get(language, CLOSINGS["en"])
