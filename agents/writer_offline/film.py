"""One film of the embedded writer: the chosen plot told shot by shot, with as many of its optional shots as the wished length takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from agents import lengths
from agents.drafts import NARRATOR, Cast, Item, Locale, Outline, Places, Said, SceneDraft, SceneShots, ShotDraft, Treatment
from agents.writer_offline.fitting import Part, Told, fit
from agents.writer_offline.given import read_with
from agents.writer_offline.knowledge import place_words
from agents.writer_offline.planning import Chosen, Trouble, choose, episodes
from agents.writer_offline.premise import Reading
from agents.writer_offline.script import SceneCue, ShotCue, Speech, Variant, trials
from agents.writer_offline.staged import Stage, acted, shot_draft
from agents.writer_offline.telling import about, everyone, holds, pick, place_slots, render, slots, title_case
from agents.writer_offline.weaving import weave
from storyboard import lexicon
from storyboard.library import Entry
from storyboard.look import Color
from storyboard.sound import Delivery, Mood, Voice
from storyboard.staging import INDOORS, Hour, Place, Prop, Season, Style, Weather

TRIAL_SECONDS = 29.0  # what one episode adds
TIGHT = 55.0  # seconds: a shorter film is told in the shorter of its variants
DELIVERIES = {"afraid": Delivery.EXCITED, "sad": Delivery.SAD, "tired": Delivery.TIRED, "angry": Delivery.SHOUT}
TINTS = {"tense": Color.SLATE, "wonder": Color.VIOLET, "calm": None, "playful": Color.GOLD, "night": Color.NAVY}
_ANY = {"place.to": "to the place", "place.at": "at the place", "place.the": "the place", "place.sight": "It was a place like any other."}


@dataclass(frozen=True)
class Film:
    """Everything the nodes ask for, at once."""

    treatment: Treatment
    cast: Cast
    places: Places
    outline: Outline
    shots: tuple[SceneShots, ...]


def film(premise: str, seed: int, seconds: float, style: str | None = None, given: Sequence[Entry] = ()) -> Film:
    """The film of this premise, seed and wished length; `given`: who and what a person put in it. The same arguments give the same film, in any process."""
    reading, known = read_with(premise, given)
    rng = Random(f"fabula offline 1|{premise}|{seed}")
    from agents.writer_offline import saga

    if seconds >= saga.LONG and reading.latin:
        teller: Teller = saga.saga(reading, rng, known)
    else:
        teller = Teller(choose(reading, rng, known), reading, rng, tight=seconds < TIGHT)
    scenes = teller.tell(seconds)
    return Film(
        treatment=teller.treatment(style), cast=teller.cast(), places=teller.places(scenes),
        outline=Outline(scenes=tuple(teller.scene(t) for t in scenes)),
        shots=tuple(SceneShots(shots=tuple(part.draft for part in t.shots)) for t in scenes),
    )  # fmt: skip


class Teller:
    """Tells one chosen plot. Holds what has been said, so that nothing is said twice."""

    def __init__(self, chosen: Chosen, reading: Reading, rng: Random, tight: bool):
        self.chosen, self.reading, self.rng = chosen, reading, rng
        self.world = chosen.world
        self.used: set[str] = set()
        self.troubles = {chosen.trouble.crisis.name}
        self.tight = tight
        self.values = slots(self.world) | self._facts()
        things = {"P": f"the {self.values['p']}", "O": f"the {self._shown()}", "M": f"the {self.world.motif.prop}"}
        self.stage = Stage({"a": self.world.hero, "b": self.world.other}, things, acted(self.world.skill), rng)

    def _facts(self) -> dict[str, str]:
        """The concepts' own words, chosen once for the whole film."""
        found: dict[str, str] = {}
        for key, other, role in (("a", "b", self.world.hero), ("b", "a", self.world.other)):
            for name in ("routine", "lack", "flaw", "spoil", "habit"):
                found[f"{key}.{name}"] = about(self._short(getattr(role.concept, name)), key, other)
        found |= self.trouble_words(self.chosen.trouble)
        for name in ("home", "away", "far"):
            found[f"{name}.sight"] = self.rng.choice(place_words(getattr(self.world, name)).sight)
        return found

    def trouble_words(self, trouble: Trouble) -> dict[str, str]:
        """What happens, who calls, and how it ends: what happens and the call go together."""
        crisis, pair = trouble.crisis, self.rng.randrange(max(len(trouble.crisis.what), 1))
        return {
            "what": crisis.what[pair % len(crisis.what)], "plea": crisis.plea[pair % len(crisis.plea)],
            "solve": about(self._short(trouble.solve), "b", "a"),
        }  # fmt: skip

    def _short(self, texts: tuple[str, ...]) -> str:
        """One of the texts; in a short film one of the shorter."""
        most = min(map(len, texts)) + 16 if self.tight else 1000
        return self.rng.choice([t for t in texts if len(t) <= most])

    def say(self, text: str, more: dict[str, str] | None = None) -> str:
        return render(text, self.values | (more or {}))

    def tell(self, seconds: float) -> list[Told]:
        """All scenes, then as many optional shots as the length takes, then fewer if it is still too long."""
        count = 0 if seconds < 70 else max(1, round((seconds - 55) / TRIAL_SECONDS))
        extra = episodes(self.world, min(count, len(trials())), self.rng)
        scenes: list[Told] = []
        for cue in self.chosen.plot.scenes:
            scenes += self._told(cue, extra)
        scenes = [t for t in scenes if t.shots]
        weave(self, scenes)
        fit(scenes, seconds, self)
        return [t for t in scenes if t.shots]

    def _told(self, cue: SceneCue, extra: list[tuple[SceneCue, Place]]) -> list[Told]:
        place: Place = getattr(self.world, cue.place)
        told = self._opened(cue, place, any(s.macro == "crisis" for s in cue.shots))
        out = [told]
        for shot in cue.shots:
            if shot.macro == "trial":
                out += [self._episode(trial, where) for trial, where in extra]
                if extra:
                    told = self._opened(cue, place, any(s.macro == "crisis" for s in cue.shots))
                    out.append(told)
            elif shot.macro == "crisis":
                trouble = self.chosen.trouble
                for part in self.stage.crisis(trouble.crisis.opens, trouble.ends):
                    self.add(told, part)
            else:
                self.add(told, shot)
        return out

    def _opened(self, cue: SceneCue, place: Place, crisis: bool) -> Told:
        weather = self.chosen.trouble.crisis.weather if crisis else cue.weather
        first = cue is self.chosen.plot.scenes[0]
        if weather in ("same", "crisis"):
            weather = "cloudy" if cue.hour in ("day", "dusk") else "clear"
        if first and self.reading.weather and place not in INDOORS:
            weather = str(self.reading.weather)
        if self.chosen.prop is Prop.UMBRELLA and place not in INDOORS:
            weather = "rain"
        if place in (Place.SPACE, Place.CLOUDS):
            weather = "clear"
        hour = str(self.reading.hour) if first and self.reading.hour else cue.hour
        return Told(cue, place, Weather(weather), Hour(hour), self.say(cue.beat)[:200])

    def _episode(self, cue: SceneCue, place: Place) -> Told:
        told = self._opened(cue, place, crisis=False)
        more = place_slots("place", place) | {"place.sight": self.rng.choice(place_words(place).sight)}
        for shot in cue.shots:
            self.add(told, shot, more)
        return told

    def add(self, told: Told, cue: ShotCue, more: dict[str, str] | None = None, stage: Stage | None = None, at: int | None = None) -> Part | None:
        """The cue told as a shot of this scene, before shot `at` (None: last). None when nothing of it holds in this story. `stage`:
        with others on it than the two."""
        if not holds(cue.tags, self.chosen.tags):
            return None
        stage = stage or self.stage
        lines, reply = self._lines(cue, more or {}, stage)
        if cue.speeches and not lines:
            return None
        draft = shot_draft(stage, cue, lines)
        part = Part(draft, cue.level, reply, self.seconds(draft))
        told.shots.insert(len(told.shots) if at is None else at, part)
        return part

    def _lines(self, cue: ShotCue, more: dict[str, str], stage: Stage) -> tuple[tuple[Said, ...], Said | None]:
        """The lines that are always said, and the reply that may be."""
        out: list[Said] = []
        reply: Said | None = None
        first: int | None = None
        for number, speech in enumerate(cue.speeches):
            index = self._paired(cue, number, first)
            if index is None:
                index = pick(self._open(speech.variants, more), self.chosen.tags, self.rng, self.used)
            if index is None:
                continue
            first = index if number == 0 else first
            said = self._said(speech, speech.variants[index], cue, more, stage)
            if speech.optional:
                reply = said
            else:
                out.append(said)
        return tuple(out), reply

    def _open(self, variants: tuple[Variant, ...], more: dict[str, str]) -> tuple[Variant, ...]:
        """The variants with those too long for a short film closed by a tag that never holds."""
        if not self.tight:
            return variants
        longs = [len(self.say(v.text, _ANY | more)) for v in variants]
        open_ = [n for n, v in zip(longs, variants, strict=True) if holds(v.tags, self.chosen.tags)]
        most = min(open_, default=0) + 16
        return tuple(v if n <= most else Variant(v.text, (*v.tags, "never"), v.delivery) for n, v in zip(longs, variants, strict=True))

    def _paired(self, cue: ShotCue, number: int, first: int | None) -> int | None:
        """A reply with as many variants as what it answers goes with the one that was chosen."""
        if number == 0 or first is None or len(cue.speeches[0].variants) != len(cue.speeches[number].variants):
            return None
        return first if holds(cue.speeches[number].variants[first].tags, self.chosen.tags) else None

    def _said(self, speech: Speech, variant: Variant, cue: ShotCue, more: dict[str, str], stage: Stage) -> Said:
        voice = next((t.removeprefix("voice=") for t in variant.tags if t.startswith("voice=")), speech.voice)
        speaker = NARRATOR if voice == "n" else stage.roles[voice].name
        text = self.say(variant.text, more)
        return Said(speaker=speaker, text=text[:160], delivery=self._delivery(variant, voice, cue, text))

    def _delivery(self, variant: Variant, voice: str, cue: ShotCue, text: str) -> Delivery:
        if variant.delivery:
            return Delivery(variant.delivery)
        emotion = next((s.emotion for s in cue.subjects if s.who == voice), "")
        if voice == "n" or emotion not in DELIVERIES:
            return Delivery.EXCITED if voice != "n" and text.endswith("!") else Delivery.PLAIN
        return (
            Delivery.SHOUT if emotion == "afraid" and text.endswith("!") else DELIVERIES[emotion] if emotion != "afraid" else Delivery.PLAIN
        )

    def seconds(self, draft: ShotDraft) -> float:
        voices = {r.name: Voice(base=r.member.voice) if r.member.voice else Voice() for r in everyone(self.world)}
        slots_ = [lengths.slot(s.text, voices.get(s.speaker, Voice()), s.delivery, "en") for s in draft.lines]
        if slots_ and lengths.room(slots_) > lengths.ROOM:
            return sum(lengths.frames([s]) for s in slots_) / 24
        return lengths.frames(slots_) / 24

    def treatment(self, style: str | None) -> Treatment:
        fields = self.chosen.plot.fields
        beats = [s.beat for s in self.chosen.plot.scenes]
        moral = self.say(self.rng.choice(fields["moral"]))
        title = (
            title_case(self.say(self.rng.choice(fields["title"])))
            if self.reading.latin or not any(c.isalpha() for c in self.reading.premise)
            else self.reading.premise[:60]
        )
        mood = self.chosen.plot.scenes[0].mood
        return Treatment(
            title=title[:60], logline=self.say(f"{{a.who}}: {fields['want'][0]}; but {fields['obstacle'][0]}.")[:200],
            want=self.say(fields["want"][0])[:200], obstacle=self.say(fields["obstacle"][0])[:200], turn=self.say(beats[-2])[:200],
            ending=self.say(beats[-1])[:200], moral=moral[:200], shape=fields["shape"][0],
            style=Style(style) if style else self.rng.choice(list(Style)), tint=self.rng.choice((None, TINTS.get(mood))),
        )  # fmt: skip

    def cast(self) -> Cast:
        verbs = self.chosen.plot.fields["shape"][0]
        return Cast(members=tuple(role.member for role in everyone(self.world)), relation=f"comes to know ({verbs})")

    def places(self, scenes: list[Told]) -> Places:
        asked = self.reading.place_word or ""
        locales = []
        for place in dict.fromkeys(t.place for t in scenes):
            near = self.reading.place is place and not self.reading.place_exact and asked != str(place)
            locales.append(Locale(name=place_words(place).the, place=place, asked=asked if near else ""))
        thing = self.values["p"]
        exact = thing == str(self.chosen.prop) or self.reading.prop_exact or thing == "bread"
        items = [Item(name=f"the {thing}", prop=self.chosen.prop, asked="" if exact else thing)]
        motif = self.world.motif.prop
        if any(part.draft.shows == self.stage.things["M"] for told in scenes for part in told.shots):
            items.append(Item(name=self.stage.things["M"], prop=motif))
        if self._shown() != thing:
            prop = self.world.object.prop or Prop.STAR
            known = lexicon.prop(self._shown())
            asked = "" if known and known.exact and known.value is prop else self._shown()
            items.append(Item(name=f"the {self._shown()}", prop=prop, asked=asked))
        return Places(locales=tuple(locales), items=tuple(items))

    def _shown(self) -> str:
        """What an insert of the story's object shows: the thing in the sky, else the prop."""
        return self.world.object.noun if self.world.object.sort == "sky" else self.values["p"]

    def scene(self, told: Told) -> SceneDraft:
        seen = {s.who for part in told.shots for s in part.draft.subjects}
        order = [r.name for r in everyone(self.world) if r.name in seen][:4] or [self.world.hero.name]
        return SceneDraft(
            place=place_words(told.place).the, hour=told.hour, weather=told.weather, mood=Mood(told.cue.mood), beat=told.beat,
            who=tuple(order), after=told.beat, season=self.reading.season or Season.SUMMER,
        )  # fmt: skip
