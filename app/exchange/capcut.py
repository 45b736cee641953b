"""The cut as a draft of CapCut or JianYing (.capcut.zip): a folder with draft_content.json, draft_meta_info.json and the media.

A draft counts in millionths of a second. Everything on its tracks is a segment that points at a material; what is done to a segment (speed,
a transition) is a material too, among its references. Paths of media begin with a placeholder that the programs read as the draft's own folder.
Their form is not published: this follows what is publicly known of drafts up to version 5.9, and no draft was opened in either program.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from app.exchange.cutlist import USUAL, Cutlist, Files, Origin, Shown, Sound, cutlist
from app.exchange.package import Package, zipped
from storyboard.digest import digest
from storyboard.grammar import Transition
from storyboard.story import Story
from storyboard.timing import RATE, Cue

Plain = dict[str, Any]
CONTENT, ABOUT, NOTES = "draft_content.json", "draft_meta_info.json", "notes.txt"
HERE = "##_draftpath_placeholder_0E685133-18CE-45ED-8CB8-2904A212EC80_##"  # the draft's folder, in both programs
SECOND = 1_000_000
NONE = "00000000-0000-0000-0000-000000000000"


class Given(NamedTuple):
    """A transition of the programs': what they call it, and the numbers they load it by."""

    name: str
    effect: str
    resource: str


GIVEN = {Transition.DISSOLVE: Given("叠化", "322577", "6724845717472416269"), Transition.WIPE: Given("向右擦除", "2917284", "6724849898857959950")}
KINDS = (
    "ai_translates", "audio_balances", "audio_effects", "audio_fades", "audio_track_indexes", "audios", "beats", "canvases", "chromas", "color_curves",
    "digital_humans", "drafts", "effects", "flowers", "green_screens", "handwrites", "hsl", "images", "log_color_wheels", "loudnesses",
    "manual_deformations", "masks", "material_animations", "material_colors", "multi_language_refs", "placeholders", "plugin_effects",
    "primary_color_wheels", "realtime_denoises", "shapes", "smart_crops", "smart_relights", "sound_channel_mappings", "speeds", "stickers",
    "tail_leaders", "text_templates", "texts", "time_marks", "transitions", "video_effects", "video_trackings", "videos", "vocal_beautifys",
    "vocal_separations",
)  # fmt: skip
PICTURE_ROW, TEXT_ROW = 0, 15_000  # what lies over what: more is nearer


def write(story: Story, path: Path, media: Files | None = None, origin: Origin = USUAL) -> None:
    """One zip; unpacked into the programs' folder of drafts it is a draft."""
    cuts = cutlist(story, media or {}, origin)
    with Package(cuts, media or {}, path.parent) as package:
        content, about = draft(cuts, package.names)
        notes = "\n\n".join([f"{scene.title}\n{scene.words}" for scene in cuts.scenes] + [f"{shot}\n{words}" for shot, words in cuts.notes.items()])
        texts = {CONTENT: _text(content), ABOUT: _text(about), NOTES: notes + "\n", **package.texts(story, "capcut.zip")}
        folder = f"{_name(cuts)}/"
        zipped(path, {folder + name: text for name, text in texts.items()}, {folder + name: file for name, file in package.files.items()})


def draft(cuts: Cutlist, names: Mapping[str, str]) -> tuple[Plain, Plain]:
    """The two documents. `names`: step id -> its file in the draft's folder."""
    draft = _Draft(cuts, names)
    tracks = [draft.pictures(), *(draft.sounds(track.name, track.sounds) for track in cuts.tracks)]
    if cuts.cues:
        tracks.append(draft.texts())
    whole, known = draft.id("draft"), {"app_id": 3704, "app_source": "lv", "app_version": "5.9.0", "os": "windows"}
    content = {
        "canvas_config": {"height": cuts.size[1], "ratio": "original", "width": cuts.size[0]}, "color_space": 0, "config": {"maintrack_adsorb": False},
        "create_time": 0, "duration": _us(cuts.frames), "fps": float(RATE), "id": whole, "keyframes": {}, "materials": draft.materials,
        "name": _name(cuts), "new_version": "110.0.0", "platform": known, "last_modified_platform": known, "relationships": [],
        "source": "default", "tracks": tracks, "update_time": 0, "version": 360000,
    }  # fmt: skip
    listed = [{"type": kind, "value": draft.listed if kind == 0 else []} for kind in (0, 1, 2, 3, 6, 7, 8)]
    about = {
        "draft_id": whole, "draft_name": _name(cuts), "draft_fold_path": "", "draft_root_path": "", "draft_materials": listed,
        "draft_is_invisible": False, "draft_new_version": "", "tm_draft_create": 0, "tm_draft_modified": 0, "tm_duration": _us(cuts.frames),
    }  # fmt: skip
    return content, about


class _Draft:
    """A draft in the making: its materials by kind, each with an id of its own that the same film gives again."""

    def __init__(self, cuts: Cutlist, names: Mapping[str, str]):
        self._cuts, self._names, self._made = cuts, names, 0
        self.materials: dict[str, list[Plain]] = {kind: [] for kind in KINDS}
        self.listed: list[Plain] = []
        self._known: dict[str, str] = {}

    def id(self, what: str) -> str:
        self._made += 1
        return str(uuid.UUID(digest("capcut", self._cuts.title, what, self._made)[:32])).upper()

    def pictures(self) -> Plain:
        """One row. A transition belongs to the segment before it; a card without a film leaves its time free."""
        pictures, segments = self._cuts.pictures, []
        for at, shown in enumerate(pictures):
            after = pictures[at + 1] if at + 1 < len(pictures) else None
            if shown.shot is None and shown.step not in self._names:
                continue
            refs = [self._speed()]
            if after is not None and after.joined in GIVEN and after.before:
                refs.append(self._transition(after))
            segment = self._segment(self._file(shown.step, shown.available, True), (shown.start, shown.frames), shown.begin, refs)
            segments.append(segment | self._look(shown, after))
        return self._track("video", "", segments)

    def sounds(self, name: str, sounds: tuple[Sound, ...]) -> Plain:
        segments = []
        for one in sounds:
            segment = self._segment(self._file(one.step, one.available, False), (one.start, one.frames), 0, [self._speed()])
            segments.append(segment | {"volume": round(10 ** (one.gain_db / 20), 6), "clip": None, "hdr_settings": None})
        return self._track("audio", name, segments)

    def texts(self) -> Plain:
        segments = []
        for cue in self._cuts.cues:
            made = self._segment(self._words(cue), (cue.start, cue.end - cue.start), None, [])
            segments.append(made | {"clip": _placed(down=-0.8), "render_index": TEXT_ROW, "track_render_index": 1})
        return self._track("text", "Subtitles", segments)

    def _file(self, step: str, frames: int, is_picture: bool) -> str:
        """The material of a step's file, listed once. One that is not made yet keeps the name it would have."""
        if step not in self._known:
            self._known[step] = material = self.id(step)
            name = self._names.get(step, f"media/{step.replace(':', '-')}{'.mp4' if is_picture else '.wav'}")
            shown = {"id": material, "path": f"{HERE}/{name}", "duration": _us(frames), "category_name": "local", "category_id": ""}
            if is_picture:
                width, height = self._cuts.size
                corners = {f"{side}_{way}": float(at) for side, x, y in _CORNERS for way, at in (("x", x), ("y", y))}
                more = {"type": "video", "material_name": step, "width": width, "height": height, "crop": corners, "crop_ratio": "free", "crop_scale": 1.0}
                self.materials["videos"].append(shown | more | {"check_flag": 63487, "has_audio": False, "local_material_id": "", "media_path": ""})
            else:
                more = {"type": "extract_music", "name": step, "check_flag": 3, "local_material_id": material, "music_id": material, "wave_points": []}
                self.materials["audios"].append(shown | more | {"app_id": 0, "copyright_limit_type": "none", "source_platform": 0})
            kind = "video" if is_picture else "music"
            self.listed.append({"id": material, "file_Path": f"./{name}", "metetype": kind, "extra_info": step, "duration": _us(frames), "type": 0})
        return self._known[step]

    def _words(self, cue: Cue) -> str:
        solid = {"render_type": "solid", "solid": {"alpha": 1.0, "color": [1.0, 1.0, 1.0]}}
        style = {"fill": {"alpha": 1.0, "content": solid}, "range": [0, len(cue.text)], "size": 6.0, "bold": False, "italic": False, "underline": False, "strokes": []}
        material = self.id(cue.text)
        self.materials["texts"].append({
            "id": material, "content": json.dumps({"styles": [style], "text": cue.text}, ensure_ascii=False), "type": "subtitle", "alignment": 1,
            "typesetting": 0, "letter_spacing": 0.0, "line_spacing": 0.02, "line_feed": 1, "line_max_width": 0.82, "check_flag": 7, "global_alpha": 1.0,
            "force_apply_line_max_width": False,
        })  # fmt: skip
        return material

    def _speed(self) -> str:
        self.materials["speeds"].append({"id": (made := self.id("speed")), "type": "speed", "mode": 0, "speed": 1.0, "curve_speed": None})
        return made

    def _transition(self, shown: Shown) -> str:
        given = GIVEN[shown.joined]
        about = {"type": "transition", "name": given.name, "effect_id": given.effect, "resource_id": given.resource, "platform": "all", "is_overlap": True}
        self.materials["transitions"].append({"id": (made := self.id("transition")), "duration": _us(shown.before + shown.after), **about, "category_id": "", "category_name": ""})
        return made

    def _look(self, shown: Shown, after: Shown | None) -> Plain:
        """Full size, without sound of its own; a fade is its strength over time, counted from its media's beginning."""
        coming = shown.after if shown.joined is Transition.FADE else 0
        going = after.before if after is not None and after.joined is Transition.FADE else 0
        points = [(shown.begin, 0.0), (shown.begin + coming, 1.0)] if coming else []
        points += [(shown.begin + shown.frames - going, 1.0), (shown.begin + shown.frames, 0.0)] if going else []
        listed = [{"id": self.id("point"), "curveType": "Line", "graphID": "", "left_control": _ZERO, "right_control": _ZERO, "time_offset": _us(at), "values": [value]} for at, value in points]
        keyframes = [{"id": self.id("fade"), "keyframe_list": listed, "material_id": "", "property_type": "KFTypeAlpha"}] if listed else []
        return {"clip": _placed(), "volume": 0.0, "common_keyframes": keyframes, "hdr_settings": {"intensity": 1.0, "mode": 1, "nits": 1000}}

    def _segment(self, material: str, heard: tuple[int, int], begin: int | None, refs: list[str]) -> Plain:
        """`heard`: its first frame in the film and its frames; `begin`: its first frame in its media, None: it has none."""
        target = _range(*heard)
        source = None if begin is None else {"start": _us(begin), "duration": target["duration"]}
        return {
            "id": self.id("segment"), "material_id": material, "target_timerange": target, "source_timerange": source, "extra_material_refs": refs,
            "speed": 1.0, "volume": 1.0, "visible": True, "reverse": False, "common_keyframes": [], "keyframe_refs": [], "enable_adjust": True,
            "enable_lut": True, "last_nonzero_volume": 1.0, "is_tone_modify": False, "track_attribute": 0, "track_render_index": 0,
            "render_index": PICTURE_ROW,
        }  # fmt: skip

    def _track(self, kind: str, name: str, segments: list[Plain]) -> Plain:
        return {"id": self.id("track"), "type": kind, "name": name, "is_default_name": not name, "attribute": 0, "flag": 0, "segments": segments}


_CORNERS = (("upper_left", 0, 0), ("upper_right", 1, 0), ("lower_left", 0, 1), ("lower_right", 1, 1))
_ZERO = {"x": 0.0, "y": 0.0}


def _placed(down: float = 0.0) -> Plain:
    return {
        "alpha": 1.0, "flip": {"horizontal": False, "vertical": False}, "rotation": 0.0, "scale": {"x": 1.0, "y": 1.0}, "transform": {"x": 0.0, "y": down},
    }  # fmt: skip


def _range(start: int, frames: int) -> Plain:
    """From one rounded time to another, so that what touches in frames touches here too."""
    return {"start": _us(start), "duration": _us(start + frames) - _us(start)}


def _us(frames: int) -> int:
    return round(Fraction(frames) * SECOND / RATE)


def _name(cuts: Cutlist) -> str:
    """The draft's name, and its folder's: what every file system takes."""
    return "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in cuts.title).strip(" -")[:60] or "film"


def _text(document: Plain) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
