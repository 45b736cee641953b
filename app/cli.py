"""fabula: the command line. Only argparse is imported here; what a command needs is imported when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from app.formats import MEANINGS, listed

SIZES = ("default", "preview", "tiny")
PROFILES = ("wide", "square", "tall")
STYLES = ("gouache", "ink", "cutout", "woodcut", "soft", "flat")
LEVELS = ("treatment", "cast", "outline", "shots")
STILLS, CLIPS = ("drawn", "tiny", "diffusers", "api"), ("dit", "drawn", "wan", "diffusers", "api")
VOICES = ("espeak", "speech", "kokoro", "piper")
TARGETS = ("embedded", "wan-t2v", "wan-i2v", "image")
SLATES = "a film all the same when a shot or a sound cannot be made: a slate or silence in its place"
STORY = "an id, its beginning, a title, or the path of a story.json"
MODULES = (  # of app: what the commands do
    "commands",
    "commands_archives",
    "commands_batch",
    "commands_bench",
    "commands_costs",
    "commands_cuts",
    "commands_doctor",
    "commands_drafts",
    "commands_provenance",
    "commands_series",
    "commands_weights",
    "commands_translation",
    "commands_voices",
    "commands_watch",
    "serving",
)


def functions() -> dict[str, Callable[[argparse.Namespace], int]]:
    """What every command does, by its name."""
    from importlib import import_module

    return {name: one for module in MODULES for name, one in import_module(f"app.{module}").COMMANDS.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. The exit code is that of storyboard.errors; every error is one sentence on stderr."""
    parser = parser_()
    given, left = parser.parse_known_args(arguments)
    if left:
        bare = not any(one.startswith("-") for one in left)  # the commonest slip: fabula write A fox learns to sail
        parser.error(f"unrecognized arguments: {' '.join(left)}" + ('. Put several words in quotes, as in "A fox learns to sail".' if bare else ""))
    if not getattr(given, "command", None):
        parser.print_help()
        return 0
    if getattr(given, "profile", "wide") != "wide":
        given.size = f"{given.size}:{given.profile}"
    from storyboard.errors import FabulaError, Stopped

    try:
        code: int = functions()[given.command](given)
        return code
    except KeyboardInterrupt:
        return _said(Stopped("Stopped. What is finished is kept; the same command goes on from here."))
    except FabulaError as error:
        return _said(error)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # a bug of ours: one sentence all the same
        return _said(FabulaError(f"Fabula has a fault of its own here: {type(error).__name__}: {error}. FABULA_DEBUG=1 shows where."), error)


def _said(error: BaseException, bug: BaseException | None = None) -> int:
    from app.settings import debug

    if debug():
        import traceback

        traceback.print_exception(bug or error)
    print(f"fabula: {error}", file=sys.stderr)
    return int(getattr(error, "exit_code", 1))


def parser_() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fabula", description="One sentence in, a finished film out. Everything is kept in FABULA_HOME (default ~/.fabula).")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _writing(commands)
    _series(commands)
    _approving(commands)
    _making(commands)
    _looking(commands)
    _judging(commands)
    _keeping(commands)
    _serving(commands)
    return parser


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _writing(commands: Commands) -> None:
    write = _command(commands, "write", "write a story from one sentence")
    _premise(write)
    _pictures(write)
    _levels(write)
    write.add_argument("--out", type=Path, help="where story.json goes")
    make = _command(commands, "make", "a film from one sentence, or from a story.json")
    _premise(make)
    _pictures(make)
    make.add_argument("--story", metavar="STORY", help=f"make this story instead: {STORY}")
    make.add_argument("--out", type=Path, default=Path("film.mp4"), help="the film; .srt and .story.json go beside it (default: film.mp4)")
    make.add_argument("--slates", action="store_true", help=SLATES)
    _size(make, profiles=True)
    new = _command(commands, "new", "keep a story.json as a new story")
    new.add_argument("file", type=Path, metavar="story.json")
    bring = _command(commands, "import", "a screenplay (Fountain), a shot list (CSV, JSON), a tale in prose, up to a novel, an archive (.fabula), or a changed cut of a story (OTIO, FCPXML)")
    bring.add_argument("file", type=Path, metavar="FILE", help="what its name ends in says what it is: .fountain, .csv, .tsv, .json; .txt and .md are prose, unless they are a screenplay; .otio, .otioz and .fcpxml are cuts")
    bring.add_argument("--format", metavar="NAME", help="fountain, csv, json, prose, otio, fcpxml or fabula, when the name does not say so")
    bring.add_argument("--minutes", type=float, help="of film, for prose (default: as long as it is, 10 at most)")
    bring.add_argument("--title", help="the film's title, when the script has none or another")
    bring.add_argument("--into", metavar="STORY", help=f"a new revision of this story, with its cast and what was made of unchanged shots: {STORY}")
    bring.add_argument("--seed", type=int, default=0, help="another seed casts and draws what the script leaves open otherwise (default: 0)")
    bring.add_argument("--style", choices=STYLES, help="how it is drawn (default: by the title)")
    _pictures(bring)
    bring.add_argument("--out", type=Path, help="where story.json goes")
    edit = _command(commands, "edit", "change a story; undo is free")
    edit.add_argument("story", metavar="STORY", help=STORY)
    edit.add_argument("--set", action="append", default=[], metavar="TARGET.FIELD=VALUE", help="as in shot:s1-2.size=close-up, story.title=The Lamp")
    edit.add_argument("--change", type=Path, metavar="change.json", help="a whole Change document")
    edit.add_argument("--seen", type=int, metavar="REVISION", help="the revision you looked at: refused if the same field has moved since")
    edit.add_argument("--out", type=Path, help="where the changed story.json goes")
    check = _command(commands, "check", "what breaks continuity: line of action, eyelines, sizes, props, clothes, lengths, and how to mend it")
    check.add_argument("story", metavar="STORY", help=STORY)
    check.add_argument("--mend", action="store_true", help="mend what an edit mends: a new revision")
    check.add_argument("--out", type=Path, help="where the mended story.json goes")
    for name, words in (("undo", "back to the revision before"), ("redo", "forward again")):
        _command(commands, name, words).add_argument("story", metavar="STORY", help=STORY)


def _series(commands: Commands) -> None:
    translate = _command(commands, "translate", "the same film in another language: a sheet of its lines to fill, read back, or a model asked; its pictures stay")
    translate.add_argument("story", metavar="STORY", help=STORY)
    translate.add_argument("--to", required=True, metavar="LANGUAGE", help="its code, as in zh, es, de")
    translate.add_argument("--file", type=Path, metavar="lines.csv", help="a sheet that is filled: a new story of that language")
    translate.add_argument("--sheet", action="store_true", help="write the sheet, and ask no model")
    translate.add_argument("--out", type=Path, help="where the sheet goes (default: lines.LANGUAGE.csv)")
    _limits(translate)
    rename = _command(commands, "rename", "call someone, a place, a thing or the film otherwise, wherever the name is said")
    rename.add_argument("story", metavar="STORY", help=STORY)
    rename.add_argument("old", metavar="OLD", help="a name, or as in character:mira, setting:shore, thing:lamp; `title`: the film's own")
    rename.add_argument("new", metavar="NEW", help="what it is called from now on")
    library = _command(commands, "library", "a cast, places and things kept over several films; alone it lists them")
    parts = library.add_subparsers(dest="part", metavar="PART")
    add = _command(parts, "add", "keep someone, a place or a thing of a story as they are there; a changed one is a new version")
    add.add_argument("story", metavar="STORY", help=STORY)
    add.add_argument("names", nargs="+", metavar="NAME", help="of the cast, a place or a thing")
    _command(parts, "remove", "take it out of the library; films that have it keep it").add_argument("name", metavar="NAME")
    for name, words in (("export", "the library as a file"), ("import", "what a file of another library holds")):
        _command(parts, name, words).add_argument("file", type=Path, metavar="FILE.json")
    use = _command(parts, "use", "let someone of the library play one of a story (a place or thing stand for one), or bring an older version up to date")
    use.add_argument("story", metavar="STORY", help=STORY)
    use.add_argument("name", metavar="NAME", help="of the library")
    use.add_argument("--as", dest="as_", metavar="OLD", help="whom of the story; not needed where the name is the same")
    for one in (rename, use):
        one.add_argument("--dry", action="store_true", help="show what would change and what would be made again, and leave the story as it is")
        one.add_argument("--out", type=Path, help="where the changed story.json goes")


def _levels(write: argparse.ArgumentParser) -> None:
    write.add_argument("--stop", choices=LEVELS, help="write up to this level and stop, to look at it, change it (`fabula draft`) and go on")
    write.add_argument("--draft", metavar="ID", help="go on with a draft instead of a premise: what it has is approved and stays as it is")


def _approving(commands: Commands) -> None:
    draft = _command(commands, "draft", "look at a draft, or change it")
    draft.add_argument("draft", metavar="ID", help="as `fabula drafts` lists it; its beginning is enough")
    draft.add_argument("--set", action="append", default=[], metavar="LEVEL.FIELD=VALUE", help="as in treatment.ending=They stay, cast.Mira.hat=beret, outline.2.weather=rain")
    draft.add_argument("--change", type=Path, metavar="levels.json", help="whole levels, as `fabula draft ID --json` prints them")
    _command(commands, "drafts", "every draft that waits")
    revise = _command(commands, "revise", "change a story by a note; the change is shown first, and made when you accept it")
    revise.add_argument("story", metavar="STORY", help=STORY)
    revise.add_argument("note", nargs="?", metavar="NOTE", help='as in "make the fox kinder, and end in the rain"')
    revise.add_argument("--shot", metavar="ID", help="the one shot that the NOTE is about: nothing else may change")
    revise.add_argument("--accept", action="store_true", help="make the change that was shown; with a NOTE: show it and make it")
    _limits(revise)
    revise.add_argument("--out", type=Path, help="where the changed story.json goes")


def _making(commands: Commands) -> None:
    for name, words in (("film", "make a story's film"), ("animatic", "draw the whole film directly: a preview in seconds")):
        one = _command(commands, name, words)
        one.add_argument("story", metavar="STORY", help=STORY)
        one.add_argument("--out", type=Path, default=Path(f"{name}.mp4"), help=f"where it goes (default: {name}.mp4)")
        if name == "film":
            one.add_argument("--slates", action="store_true", help=SLATES)
        _size(one, profiles=True)
    sheet = _command(commands, "sheet", "a contact sheet of the shots that are filmed")
    sheet.add_argument("story", metavar="STORY", help=STORY)
    sheet.add_argument("--out", type=Path, default=Path("sheet.png"), help="where the PNG goes (default: sheet.png)")
    sheet.add_argument("--animatic", action="store_true", help="of the animatic's clips")
    sheet.add_argument("--no-words", action="store_true", help="the pictures alone")
    _size(sheet)
    export = _command(commands, "export", "a story in another form: the film for the web, a poster, subtitles, screenplay, cut, storyboard, or an archive")
    export.formatter_class, export.epilog = argparse.RawDescriptionHelpFormatter, f"forms:\n{listed()}"
    export.add_argument("story", metavar="STORY", help=STORY)
    export.add_argument("--format", metavar="NAME", type=str.lower, choices=tuple(MEANINGS), help="one of the forms below (default: what --out ends in)")
    export.add_argument("--out", type=Path, help="where it goes (default: here, named after the story)")
    export.add_argument("--lean", action="store_true", help="an archive without history, sound and what is cut from it: they are made again")
    export.add_argument("--animatic", action="store_true", help="of the animatic, not of the film")
    _size(export, profiles=True)
    batch = _command(commands, "batch", "many films from one file; one that fails never stops the rest, and the same command again makes what is missing")
    batch.add_argument("file", type=Path, metavar="films.yaml", help="films, each from a premise, script or story, with all that is asked of it; or a text file with one premise a line")
    batch.add_argument("--out", type=Path, default=Path("films"), help="the folder of the films and of report.json (default: films)")
    batch.add_argument("--dry", action="store_true", help="show what would be made, how long it is, what it takes and costs; make nothing")
    batch.add_argument("--seed", type=int, default=0, help="of films that say no other (default: 0)")
    _with(batch)
    _limits(batch)
    _size(batch)
    _weights(commands)
    _bench(commands)
    _command(commands, "worker", "serve this home: make what the studio and the command line order")


def _weights(commands: Commands) -> None:
    one = _command(commands, "weights", "published weights of your own: sound fonts, models, LoRAs; alone it lists what is set up")
    one.add_argument("--set-up", metavar="SOURCE", help="a model's folder as it was downloaded, one file that takes the place of a part of it, a LoRA (or the folder of its HIGH and LOW files), or a General MIDI sound font (.sf2, .sf3, or its https address)")
    one.add_argument("--as", dest="as_", metavar="NAME", help="what it is: one of the names that the command lists when it is given alone, or lora-NAME (default: told by the file, where it can be)")
    one.add_argument("--check", action="store_true", help="read everything that is set up and hold it against its SHA-256")


def _bench(commands: Commands) -> None:
    bench = _command(commands, "bench", "measure what is made here")
    one = _command(bench.add_subparsers(dest="part", metavar="PART"), "film", "the same story made in several ways, judged beside one another shot by shot")
    one.add_argument("--story", metavar="STORY", help=STORY)
    one.add_argument("--six", action="store_true", help="the six-shot film that comes with Fabula, instead of a story")
    told = "two or more: animatic, drawn, dit (clips by the net from drawn stills), own (from stills of its own), or edits in quotes, as in \"direction.smooth=true size=preview\""
    one.add_argument("--ways", nargs="+", metavar="WAY", help=told)
    one.add_argument("--shots", type=int, default=24, metavar="N", help="look at so many shots at most, drawn by the seed (default: 24)")
    one.add_argument("--seed", type=int, default=0, help="of which shots are looked at, and of the order on the pairs sheet (default: 0)")
    one.add_argument("--out", type=Path, default=Path("film-bench"), metavar="FOLDER", help="where the report, the films, the pairs sheet and its key go (default: film-bench)")
    one.add_argument("--against", type=Path, metavar="EARLIER.json", help="an earlier result.json: say what rose or fell since; exit code 10 when something is worse")
    one.add_argument("--result", type=Path, metavar="RESULT.json", help="make nothing: hold this result against --against")
    one.add_argument("--answers", type=Path, nargs="+", metavar="FILE", help="make nothing: score the filled forms of blind readers (CSV or JSON) with the key in --out")
    _size(one)


def _looking(commands: Commands) -> None:
    takes = _command(commands, "takes", "every take of a story, or of one step; choose one, make another, or bring your own picture")
    takes.add_argument("story", metavar="STORY", help=STORY)
    takes.add_argument("--step", help="as in clip:s1-2, still:s1-2, voice:s1-2-a, portrait:mira")
    takes.add_argument("--choose", metavar="DIGEST", help="use this take of --step from now on; `none` takes the choice back")
    takes.add_argument("--another", action="store_true", help="a new seed for --step: the next film has another take of it")
    takes.add_argument("--candidates", type=int, metavar="N", help="make N takes of --step with other seeds, to choose from; the story stays as it is")
    takes.add_argument("--framings", action="store_true", help="draw the first picture of --step still:ID nearer, farther, from below, turned, to choose from")
    takes.add_argument("--retake", metavar="FROM-TO", help="make only these seconds of --step clip:ID again, as in 1.0-2.0; the rest stays as it is")
    takes.add_argument("--acting", action="append", metavar="WHO=WHAT", help="in the part that is retaken somebody does, or feels, something else: mira=waving, mira=happy")
    takes.add_argument("--own", type=Path, metavar="FILE", help="a PNG, JPEG or WebP of your own for --step still:ID or portrait:ID, a film (MP4, MOV, MKV, WebM, AVI) for clip:ID; cut about its middle")
    takes.add_argument("--from", dest="begin", metavar="SECONDS", help="where in the film --own the shot begins, as 12.5 or 1:02:12.5 (default: its beginning)")
    takes.add_argument("--at", metavar="FRAME", help="--own is for this frame of the still's shot (24 a second) instead of its first; `end`: its last")
    _size(takes)
    explain = _command(commands, "explain", "what making would do, step by step, and why")
    explain.add_argument("story", metavar="STORY", help=STORY)
    explain.add_argument("--animatic", action="store_true", help="for the animatic")
    _size(explain, profiles=True)
    prompts = _command(commands, "prompts", "what picture and video models are told of each shot, compiled from the story")
    prompts.add_argument("story", metavar="STORY", help=STORY)
    prompts.add_argument("--shot", metavar="ID", help="of this shot only")
    prompts.add_argument("--target", choices=TARGETS, help="for these models only: our own nets, Wan from text, Wan from a picture, image models (default: all)")
    costs = _command(commands, "costs", "what services were asked for a film and paid, step by step, and what is still to be asked")
    costs.add_argument("story", metavar="STORY", help=STORY)
    _size(costs, profiles=True)
    history = _command(commands, "history", "every revision of a story")
    history.add_argument("story", metavar="STORY", help=STORY)
    stories = _command(commands, "stories", "every story of this home")
    stories.add_argument("--away", action=argparse.BooleanOptionalAction, help="only those that are put away, or only the others")
    jobs = _command(commands, "jobs", "what was ordered for a story, and how it stands")
    jobs.add_argument("story", metavar="STORY", help=STORY)


def _judging(commands: Commands) -> None:
    watch = _command(commands, "watch", "what the watcher finds in the takes that are made: who is there and what they do, picture, sound, cut and subtitles")
    watch.add_argument("story", metavar="STORY", help=STORY)
    watch.add_argument("--shot", metavar="ID", help="of this shot only")
    watch.add_argument("--all", action="store_true", help="show what holds too")
    _size(watch, profiles=True)
    origin = _command(commands, "provenance", "where a film comes from: its watermark, its metadata, its content credentials")
    origin.add_argument("file", type=Path, metavar="FILE", help="any film: MP4, MOV, MKV, WebM or AVI")
    certificate = _command(commands, "certificate", "a certificate to sign films with, made here: readers show it as untrusted")
    certificate.add_argument("--self-made", type=Path, required=True, metavar="FOLDER", help="where the chain and its key go")
    voices = _command(commands, "voices", "the ways of speaking; of a film: whether each line sounds like who says it; or set up Kokoro or Piper")
    voices.add_argument("story", metavar="STORY", nargs="?", help=f"listen to its lines: {STORY}")
    voices.add_argument("--set-up", choices=("kokoro", "piper"), help="fetch or copy the files of this way, each checked by its SHA-256")
    voices.add_argument("--from", dest="source", metavar="FOLDER_OR_URL", help="where they are (default: where they are published)")
    _size(voices)


def _keeping(commands: Commands) -> None:
    doctor = _command(commands, "doctor", "what is here, what is not, what to do about it, and what will run here, in how much memory and time")
    doctor.add_argument("--verify", type=Path, nargs="?", const=Path(), metavar="FOLDER", help="run Wan's weights once, those that are set up or a folder's, and say what they gave, beside diffusers")
    doctor.add_argument("--path", choices=("fp32", "bf16", "int8"), help="what they count in (default: FABULA_PATH, or the fastest here)")
    doctor.add_argument("--out", type=Path, metavar="FILE.png", help="where its picture goes (default: verified.png)")
    clean = _command(commands, "clean", "collect what was removed a month ago and what crashes left")
    clean.add_argument("--now", action="store_true", help="do not wait for keep times")
    _command(commands, "duplicate", "a story once more, to change it without changing the first").add_argument("story", metavar="STORY", help=STORY)
    away = _command(commands, "away", "put a story away: it is kept, and not shown among the others in the studio")
    away.add_argument("story", metavar="STORY", help=STORY)
    away.add_argument("--back", action="store_true", help="show it again")
    remove = _command(commands, "remove", "remove a story; it is kept for a month")
    remove.add_argument("story", metavar="STORY", help=STORY)
    restore = _command(commands, "restore", "bring a removed story back, while it is kept")
    restore.add_argument("story", metavar="STORY", help="its id or title, or the beginning of either")


def _serving(commands: Commands) -> None:
    studio = commands.add_parser("studio", help="the studio in a browser", description="The studio in a browser: the server, and a worker that makes what is ordered there.")
    studio.add_argument("--host", default="127.0.0.1", help="an address of this machine; another than this machine's own needs FABULA_PASSWORD (default: 127.0.0.1)")
    studio.add_argument("--port", type=int, help="default: 7860, or the next free one")
    studio.add_argument("--size", choices=SIZES, help="of new films that are ordered in this run (default: as the studio's settings say)")
    studio.add_argument("--open", action=argparse.BooleanOptionalAction, help="open it in the browser (default: at a terminal with a screen)")


def _command(commands: Commands, name: str, words: str) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    one.add_argument("--json", action="store_true", help="print one JSON document on stdout")
    return one


def _premise(one: argparse.ArgumentParser) -> None:
    one.add_argument("premise", nargs="?", help="one sentence")
    one.add_argument("--file", type=Path, help="read the premise from a file")
    one.add_argument("--seed", type=int, default=0, help="the same premise and seed give the same story (default: 0)")
    one.add_argument("--minutes", type=float, help="how long the film should be")
    one.add_argument("--style", choices=STYLES, help="how it is drawn (default: the writer's choice)")
    _limits(one)
    one.add_argument("--park", action="store_true", help="what a model gives no usable reply for waits, instead of being written by the embedded writer")
    _with(one)
    if one.prog.endswith("write"):
        _size(one)


def _with(one: argparse.ArgumentParser) -> None:
    one.add_argument("--with", dest="with_", action="append", metavar="NAME", help="who or what of the library is in it, again and again: --with Mira --with \"the harbour\"")


def _limits(one: argparse.ArgumentParser) -> None:
    one.add_argument("--calls", type=int, help="of a model: stop before it is asked more often than this (default: 400, more for films over ten minutes)")
    one.add_argument("--tokens", type=int, help="of a model: stop before more than these are sent and received together")
    one.add_argument("--money", type=float, help="stop before a model's tokens cost more than this, at FABULA_LLM_PRICE; and before what services make for the film does")
    one.add_argument("--approve", action="store_true", help="approve what a model is estimated to cost; needed where a budget and FABULA_LLM_PRICE are set, and nobody is at the terminal to say y")


def _pictures(one: argparse.ArgumentParser) -> None:
    """How pictures are made: it is in the story (its direction), so that `edit` changes it too."""
    told = "shots' first pictures: drawn by the drawn world (default), or made by the embedded net (tiny: patches of colour until it has learned longer), by a published picture net (diffusers: `fabula weights` sets it up), or by an image service (api)"
    one.add_argument("--still", choices=STILLS, help=told)
    one.add_argument("--clip", choices=CLIPS, help="their motion: by the embedded net (dit, default), drawn throughout, by published weights of Wan (wan) or of others (diffusers), which `fabula weights` sets up, or by a video service (api)")
    one.add_argument("--voice", choices=VOICES, help="who speaks: the embedded voices (espeak, default), a speech service, Kokoro or Piper; `fabula voices` says what is here")
    one.add_argument("--smooth", action=argparse.BooleanOptionalAction, help="24 drawings a second instead of 12, by interpolation")


def _size(one: argparse.ArgumentParser, profiles: bool = False) -> None:
    one.add_argument("--size", choices=SIZES, default="default", help="default: 768x432; preview: half; tiny: 64x64, 3 shots, for tests")
    if profiles:
        one.add_argument("--profile", choices=PROFILES, default="wide", help="the film's shape: wide (16:9), square, or tall (9:16), from the same clips (default: wide)")


if __name__ == "__main__":
    sys.exit(main())
