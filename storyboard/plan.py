"""plan(story, ways) -> steps: what has to be made, from what. Static: slots and lengths come from the text, not from takes.

A step's key is the digest of its kind, way, params and the digests of its inputs, so a step is made once and kept for ever.
Ids, names and titles never enter params, except where they are seen (the film's cards), heard, or read by a model (storyboard/prompts).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from storyboard import cuesheet, cut, foley, memory, prompts, scoring, seams, timing, wearing
from storyboard.credits import credits, opening, roll
from storyboard.cues import cued
from storyboard.document import Doc
from storyboard.finish import FocusParams, amount, params_of
from storyboard.grammar import Camera, Move, Size
from storyboard.matching import matched
from storyboard.params import (
    CarriedParams,
    Chapter,
    ClipParams,
    CutParams,
    FilmParams,
    NetClipParams,
    NetStillParams,
    PictureParams,
    PortraitParams,
    SceneParams,
    ServiceClipParams,
    StillParams,
    Subtitle,
)  # fmt: skip
from storyboard.reframe import window
from storyboard.remembered import remembered
from storyboard.retake import given_pictures, holding, retaken
from storyboard.sound import AmbienceParams, MixParams, NetMusicParams, Placement, VoiceParams
from storyboard.speakers import reference_steps
from storyboard.staging import Action, Hideout, Prop, Staging, Subject, Where
from storyboard.states import carried
from storyboard.steps import Input, Step
from storyboard.story import Character, Costume, Line, Presence, Scene, Shot, Story
from storyboard.together import beside, groups, regrouped
from storyboard.watched import asked, cast_of, clip_params, watched_clip, watched_mix, watched_scene, watched_still, watched_voice
from storyboard.ways import Way, Ways

CARRIED = Way(name="carried")  # a still out of the clip before it
OWN = Way(name="own")  # a picture a person gives for a keyframe: nothing makes it
AMBIENCE_UNIT = 720  # ambience is made in whole half minutes, so that a scene can grow a little without a new one


def plan(story: Story, ways: Ways) -> tuple[Step, ...]:
    """Every step of the film in an order in which each comes after its inputs; the last makes the film."""
    steps = list(portrait_steps(story, ways))
    for scene in story.scenes:
        steps += made_of(story, scene, scene.shots, ways)
        steps.append(scene_step(story, scene, ways))
        steps += [watched_scene(story, steps[-1], ways)] if ways.reading else []
        steps.append(ambience_step(story, scene, ways))
    steps.append(music_step(story, ways))
    effects = tuple(foley.sounds(story, stage))
    steps += effect_steps(effects, ways)
    steps.append(mix_step(story, effects, ways))
    steps += [watched_mix(steps[-1], ways.reading)] if ways.reading else []
    steps.append(film_step(story, ways))
    return (*reference_steps(story, ways, steps), *steps)


def steps_of_shots(story: Story, places: Sequence[tuple[Scene, Shot]], ways: Ways) -> tuple[Step, ...]:
    """What these shots are made of: as in `plan`, without all that joins shots to a film, and without the cost of those they do not hang on."""
    wanted = behind_shots(story, places, ways)
    shots = {scene.id: tuple(dict.fromkeys(one for its, one in wanted if its is scene)) for scene, _ in wanted}
    steps = [step for scene in {scene.id: scene for scene, _ in wanted}.values() for step in made_of(story, scene, shots[scene.id], ways)]
    worn = {i.step for step in steps for i in step.inputs if i.role == "portrait"}
    return (*(step for step in _portraits(story, ways) if step.id in worn), *reference_steps(story, ways, steps), *steps)


def behind_shots(story: Story, places: Sequence[tuple[Scene, Shot]], ways: Ways) -> Sequence[tuple[Scene, Shot]]:
    """These shots and all that they are made with or hang on; in the order of the film, where they hang on others."""
    if not memory.is_kept(story, ways) and not seams.is_shared(story):
        return [(scene, one) for scene, shot in places for one in beside(story, scene, shot, ways)]
    known, found, queue = memory.past(story), dict[int, tuple[Scene, Shot]](), list(places)
    while queue:
        scene, shot = queue.pop()
        if known.numbers[shot.id] not in found:
            found[known.numbers[shot.id]] = scene, shot
            before = seams.carried_from(story, scene, shot, ways)
            queue += [(scene, before)] if before else memory.goes_back_to(story, scene, shot) if memory.is_kept(story, ways) else []
            queue += [(scene, one) for one in beside(story, scene, shot, ways)]
    return [found[number] for number in sorted(found)]


def made_of(story: Story, scene: Scene, shots: Sequence[Shot], ways: Ways) -> tuple[Step, ...]:
    """The steps of shots of a scene; where some are made together, all of these are among them."""
    steps = [step for shot in shots for step in shot_steps(story, scene, shot, ways)]
    return regrouped(steps, groups(story, scene, ways), ways.together)


def portrait_steps(story: Story, ways: Ways) -> Iterator[Step]:
    """Everyone in the first costume, and, where a way reads portraits, in every other that a shot shows."""
    read = ways.still.reads_portraits or ways.clip.reads_portraits
    worn = {portrait_of(story, p) for shot in story.shots for p in shot.subjects} if read else set()
    usual = {f"portrait:{character.id}" for character in story.characters}
    yield from (step for step in _portraits(story, ways) if step.id in usual | worn)


def _portraits(story: Story, ways: Ways) -> Iterator[Step]:
    """Everyone in every costume."""
    for character in story.characters:
        for number, costume in enumerate(character.costumes):
            name = f"portrait:{character.id}" if number == 0 else f"portrait:{character.id}.{costume.id}"
            yield portrait_step(story, character, costume, ways, name)


def portrait_step(story: Story, character: Character, costume: Costume, ways: Ways, name: str) -> Step:
    height = ways.size[1]
    params = PortraitParams(look=character.look, outfit=costume.outfit, style=story.direction.style, size=(height, height), seed=character.seed)
    return Step(id=name, kind="portrait", way=ways.portrait, params=params, pin=character.pin, about=character.name)


def portrait_of(story: Story, presence: Presence) -> str:
    """The step whose portrait shows who is there, dressed so; a person's own portrait stands for every costume."""
    character = story.character(presence.character)
    costume = character.costume(presence.costume)
    is_usual = character.pin is not None or costume.outfit == character.costumes[0].outfit
    return f"portrait:{character.id}" if is_usual else f"portrait:{character.id}.{costume.id}"


def shot_steps(story: Story, scene: Scene, shot: Shot, ways: Ways) -> Iterator[Step]:
    """The shot's still, what is given for its clip (the rest of a retake, keyframes), its clip, and its voices."""
    staging = stage(story, scene, shot)
    drawn = pictured(shot, staging, ways)
    keyframes = given_pictures(shot) if ways.clip.is_net else {}  # drawn clips show no picture but their own
    yield from still_steps(story, scene, shot, drawn, ways)
    if (kept := holding(shot, staging)) is not None:
        yield Step(id=f"base:{shot.id}", kind="clip", way=OWN, params=PictureParams(size=ways.size), pin=kept.base, about=shot.words)
    for place, picture in keyframes.items():
        yield Step(id=f"keyframe:{shot.id}-{place}", kind="still", way=OWN, params=PictureParams(size=ways.size), pin=picture, about=shot.words)
    clip = clip_step(story, scene, shot, staging, tuple(keyframes), ways)
    yield from watched_clip(clip, clip_params(story, shot, clip, ways), story.direction, ways) if ways.reading else (clip,)
    yield from asked(clip, ways)
    for line in filter(story.voices, shot.lines):
        voice = voice_step(story, line, ways)
        yield voice
        if ways.reading:
            yield watched_voice(story, line, voice, ways)


def still_steps(story: Story, scene: Scene, shot: Shot, staging: Staging, ways: Ways) -> Iterator[Step]:
    """The clip's first drawing, behind what is remembered of those in it, and of its place; or a drawing of the clip that it goes on from."""
    still, before = still_step(story, scene, shot, staging, ways), seams.carried_from(story, scene, shot, ways)
    if before is not None:
        params = CarriedParams(drawing=seams.place_in(before), size=ways.size)
        still = still.model_copy(update={"way": CARRIED, "params": params, "inputs": (Input(role="clip", step=f"clip:{before.id}"),)})
    elif memory.is_kept(story, ways):
        found = tuple(memory.memory_steps(memory.Asking(story, ways, stage), scene, shot, still.inputs))
        yield from found
        still = still.model_copy(update={"inputs": memory.remembering(still.inputs, shot, found)})
    yield from watched_still(still, cast_of(story), story.direction, ways)


def still_step(story: Story, scene: Scene, shot: Shot, staging: Staging, ways: Ways) -> Step:
    """The clip's first drawing, in which nobody speaks yet."""
    way = ways.still
    first = staging.model_copy(update={"frames": 1, "subjects": tuple(s.model_copy(update={"speech": ()}) for s in staging.subjects)})
    told = prompts.compile(story, scene, shot, first, way.prompt, way.reads_portraits)
    params: Doc = StillParams(staging=first, prompt=told.text, negative=told.negative, words=shot.words, size=ways.size, model=shot.models.still if way.reads_words else "")
    if way.is_net:
        params = NetStillParams(
            staging=first, prompt=told.text, negative=told.negative, size=ways.size, canvas=ways.canvas, steps=way.steps, path=way.path,
            strengths=strengths(story, shot, way),
        )  # fmt: skip
    return Step(id=f"still:{shot.id}", kind="still", way=way, params=params, about=shot.words, pin=shot.pins.still, inputs=portraits(story, shot, way))


def clip_step(story: Story, scene: Scene, shot: Shot, staging: Staging, keyframes: tuple[int, ...], ways: Ways) -> Step:
    """`keyframes`: the drawings of the clip that are given, in order."""
    way, smooth, kept = ways.clip, story.direction.smooth, holding(shot, staging)
    anew = None if kept is None else retaken(kept, staging, tuple(p.character for p in shot.subjects))
    drawn = pictured(shot, staging, ways)
    told = prompts.compile(story, scene, shot, drawn, way.prompt, way.reads_portraits)
    seed = shot.seeds.clip if kept is None else kept.seed
    params: Doc = ClipParams(staging=drawn, size=ways.size, smooth=smooth, retake=anew)
    if way.reads_words:  # drawn clips read none
        params = ServiceClipParams(
            staging=drawn, size=ways.size, smooth=smooth, retake=anew, prompt=told.text, negative=told.negative, seed=seed, model=shot.models.clip,
        )  # fmt: skip
    if way.is_net:
        params = NetClipParams(
            staging=drawn, prompt=told.text, negative=told.negative, size=ways.size, canvas=way.canvas or ways.canvas, steps=way.steps, path=way.path,
            seed=seed, strengths=strengths(story, shot, way), keyframes=keyframes, smooth=smooth,
            pinned=shot.pins.still is not None or ways.still.reads_words, retake=anew, sampling=wearing.sampling(story, shot, ways),
        )  # fmt: skip
    given = tuple(Input(role="keyframe", step=f"keyframe:{shot.id}-{place}") for place in keyframes)
    base = () if kept is None else (Input(role="base", step=f"base:{shot.id}"),)
    inputs = (Input(role="still", step=f"still:{shot.id}"), *portraits(story, shot, way), *given, *base)
    return Step(id=f"clip:{shot.id}", kind="clip", way=way, params=params, inputs=inputs, pin=shot.pins.clip, about=shot.words)


def portraits(story: Story, shot: Shot, way: Way) -> tuple[Input, ...]:
    """One for each subject, in slot order, where the way reads them."""
    return tuple(Input(role="portrait", step=portrait_of(story, p)) for p in shot.subjects) if way.reads_portraits else ()


def strengths(story: Story, shot: Shot, way: Way) -> tuple[float, ...]:
    """Those of `portraits`."""
    return tuple(story.character(p.character).strength for p in shot.subjects) if way.reads_portraits else ()


def voice_step(story: Story, line: Line, ways: Ways) -> Step:
    voice = story.narrator if line.speaker is None else story.character(line.speaker).voice
    params = VoiceParams(text=line.text, voice=voice, delivery=line.delivery, language=story.language, slot_frames=line.slot, seed=line.seed)
    return Step(id=f"voice:{line.id}", kind="voice", way=ways.voice, params=params, pin=line.pin, about=line.text)


def scene_step(story: Story, scene: Scene, ways: Ways) -> Step:
    cuts = cuts_of(story, scene, ways)
    length = sum(shot.shown for shot in scene.shots)
    cues = cut.read_in(story, scene, narrow=ways.shape is not None) if story.is_burned else ()
    subtitles = tuple(Subtitle(start=c.start, end=c.end, text=c.text, goes_on=c.end > length) for c in cues)
    params = SceneParams(
        cuts=cuts, cross=cut.CROSS, subtitles=subtitles, size=ways.shown, mark=story.mark, finish=params_of(story.finish), opening=opening(story, scene),
    )  # fmt: skip
    inputs = tuple(Input(role="clip", step=f"clip:{s.id}") for s in scene.shots)
    return Step(id=f"scene:{scene.id}", kind="scene", way=ways.scene, params=params, inputs=inputs, about=scene.beat)


def cuts_of(story: Story, scene: Scene, ways: Ways) -> tuple[CutParams, ...]:
    """How each clip stands in its scene. A match cut frames both its shots; each scene makes its own half of one between two scenes."""
    before, after = cut.beside(story, scene)
    framings = matched(before.shots[-1:] if before else (), scene, after.shots[:1] if after else ())
    return tuple(
        CutParams(
            frames=shot.shown, transition=cut.opening(shot, first=index == 0), begin=shot.trim.begin, focus=focus(story, scene, shot, ways),
            opens=opens, closes=closes, window=window(stage(story, scene, shot), shot.frames, ways.size, ways.shown),
        )
        for index, (shot, (opens, closes)) in enumerate(zip(scene.shots, framings, strict=True))
    )  # fmt: skip


def ambience_step(story: Story, scene: Scene, ways: Ways) -> Step:
    frames = sum(s.frames for s in scene.shots) + scene.shots[0].lead + scene.shots[-1].tail  # before any trim: that needs no other air
    setting = story.setting(scene.setting)
    params = AmbienceParams(
        place=setting.place, hour=scene.hour, weather=scene.weather, frames=-(-frames // AMBIENCE_UNIT) * AMBIENCE_UNIT, seed=setting.seed
    )
    return Step(id=f"ambience:{scene.id}", kind="ambience", way=ways.ambience, params=params, about=f"{setting.place}, {scene.weather}")


def music_step(story: Story, ways: Ways) -> Step:
    params = scoring.scored(story)
    if ways.music.is_net:
        params = NetMusicParams(**dict(params), words=story.score.words)
    return Step(id="music:score", kind="music", way=ways.music, params=params, about=story.score.words)


def effect_steps(effects: Sequence[foley.Sound], ways: Ways) -> Iterator[Step]:
    """Every effect once, however often it is heard."""
    known = set[str]()
    for one in effects:
        if one.step not in known:
            known.add(one.step)
            yield Step(id=one.step, kind="effect", way=ways.effect, params=one.params, about=one.words)


def mix_step(story: Story, effects: Sequence[foley.Sound], ways: Ways) -> Step:
    placements, inputs, levels = [], [], story.levels
    counts = {"voice": 0, "narration": 0}
    for line, start in cut.voiced(story):
        role = "narration" if line.speaker is None else "voice"
        gain_db = levels.narration if line.speaker is None else levels.dialogue
        placements.append(Placement(role=role, index=counts[role], start_frame=start, frames=line.slot, gain_db=gain_db))
        inputs.append(Input(role=role, step=f"voice:{line.id}"))
        counts[role] += 1
    for index, (scene, start, frames) in enumerate(cut.air(story)):
        placements.append(Placement(role="ambience", index=index, start_frame=start, frames=frames, gain_db=levels.ambience))
        inputs.append(Input(role="ambience", step=f"ambience:{scene.id}"))
    named = dict[str, int]()
    for one in effects:
        index = named.setdefault(one.step, len(named))
        gain_db = levels.effects + one.gain_db
        placements.append(Placement(role="effect", index=index, start_frame=one.start, frames=one.frames, gain_db=gain_db))
    inputs += [Input(role="effect", step=name) for name in named]
    placements.append(Placement(role="music", index=0, start_frame=0, frames=cut.total_frames(story), gain_db=levels.music))
    inputs.append(Input(role="music", step="music:score"))
    params = MixParams(total_frames=cut.total_frames(story), placements=tuple(placements))
    return Step(id="mix:film", kind="mix", way=ways.mix, params=params, inputs=tuple(inputs))


def film_step(story: Story, ways: Ways) -> Step:
    params = FilmParams(
        title=story.title, credits=credits(story), tint=story.direction.tint, style=story.direction.style, language=story.language,
        title_frames=cut.TITLE, credits_frames=cut.credits_frames(story), size=ways.shown, finish=params_of(story.finish),
        roll=roll(story) if story.credits == "full" else (),
        chapters=tuple(Chapter(name=c.name, start=c.span.start, end=c.span.end) for c in cuesheet.chapters(story)),
    )  # fmt: skip
    inputs = (*(Input(role="scene", step=f"scene:{s.id}") for s in story.scenes), Input(role="mix", step="mix:film"))
    return Step(id="film:film", kind="film", way=ways.film, params=params, inputs=inputs, about=story.title)


def focus(story: Story, scene: Scene, shot: Shot, ways: Ways) -> FocusParams | None:
    """What the cut makes soft in a shot: the place behind its figures, or what a pull leaves. Nothing where a person's own picture is shown, whose
    figures nobody knows, nor where the clip is drawn with its pull."""
    is_pull = shot.camera.move is Move.FOCUS and shot.camera.amount != 0
    aperture = amount(story.finish, "aperture") if shot.aperture is None else shot.aperture
    if not (aperture or is_pull) or shot.pins.still or shot.pins.clip or (is_pull and not pulled_later(shot, ways)):
        return None
    staging = stage(story, scene, shot)
    return FocusParams(staging=staging, aperture=aperture, pulls=is_pull) if staging.subjects or staging.size is Size.INSERT else None


def pulled_later(shot: Shot, ways: Ways) -> bool:
    """Whether the shot's focus pull is made by the cut: the embedded net knows no focus, so its clips are sharp throughout."""
    return shot.camera.move is Move.FOCUS and ways.clip.is_net and ways.clip.prompt == "embedded" and not shot.pins.still


def pictured(shot: Shot, staging: Staging, ways: Ways) -> Staging:
    """The staging as the shot's pictures are made: without a pull that the cut makes; and where a net animates, which leaves places as the still has
    them, a shot that goes on from another has its place as that one does."""
    drawn = sharp(staging) if pulled_later(shot, ways) else staging
    return drawn.model_copy(update={"place_stands": True}) if drawn.begun and ways.clip.is_net else drawn


def sharp(staging: Staging) -> Staging:
    """Everything as sharp as it can be, for a pull to soften."""
    return staging.model_copy(update={"camera": Camera()})


def stage(story: Story, scene: Scene, shot: Shot) -> Staging:
    """What the shot shows, every look and costume bound by id."""
    setting, run = story.setting(scene.setting), seams.run_of(story, scene, shot)
    slots = [p.character for p in shot.subjects]
    return cued(Staging(
        place=setting.place, hour=scene.hour, weather=scene.weather, season=scene.season, style=story.direction.style, tint=story.direction.tint,
        size=shot.size, angle=shot.angle, lens=shot.lens, camera=shot.camera,
        subjects=tuple(subject(story, shot, p, slots) for p in shot.subjects),
        focus=story.thing(shot.focus).prop if shot.focus else Prop.NONE,
        hideout=hideout_in(story, scene, shot), motion=shot.motion, frames=timing.drawings(shot), place_seed=setting.seed, dressing=setting.dressing,
        seed=shot.seeds.still, begun=run.begun, whole=run.whole,
    ))  # fmt: skip


@remembered
def hideouts(story: Story) -> Mapping[str, Hideout]:
    """What somebody hides behind in the film, by setting: that of the first who does so where it is seen."""
    found: dict[str, Hideout] = {}
    for scene in story.scenes:
        for shot in scene.shots if scene.setting not in found else ():
            for one in _hiding(shot)[:1]:
                who, sides = story.character(one.character), {Where.LEFT: -1, Where.RIGHT: 1} if len(shot.subjects) > 1 else {}
                found.setdefault(scene.setting, Hideout(look=who.look, outfit=who.costume(one.costume).outfit, side=sides.get(one.where, 0)))
    return found


def hideout_in(story: Story, scene: Scene, shot: Shot) -> Hideout | None:
    """What stands in this shot because somebody hides behind it in another; who hides in this one brings their own."""
    return None if _hiding(shot) or shot.size is Size.INSERT else hideouts(story).get(scene.setting)


def _hiding(shot: Shot) -> list[Presence]:
    return [one for one in shot.subjects if one.action is Action.HIDE] if shot.size in (Size.EXTREME_WIDE, Size.WIDE, Size.FULL) else []


def subject(story: Story, shot: Shot, presence: Presence, slots: list[str]) -> Subject:
    character = story.character(presence.character)
    spoken = (
        (timing.HANDLE + start // 2, timing.HANDLE + (start + line.slot) // 2)
        for line, start in timing.placed(shot)
        if line.speaker == presence.character and line.on_screen and story.voices(line)
    )
    last = timing.drawings(shot)
    spans = tuple((max(0, begin), min(end, last)) for begin, end in spoken if begin < last and end > 0)  # in a J or L cut only a part is seen
    return Subject(
        look=character.look, outfit=character.costume(presence.costume).outfit, action=presence.action,
        target=slots.index(presence.target) if presence.target in slots else -1, emotion=presence.emotion,
        prop=story.thing(presence.prop).prop if presence.prop else Prop.NONE,
        where=presence.where, facing=presence.facing, speech=spans, visible=presence.visible,
        state=carried(story).get((shot.id, presence.character), ()),
    )  # fmt: skip
