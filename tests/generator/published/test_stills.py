"""Stills by published picture nets: one folder, one family, the same seed the same picture; tiny random weights of the published classes."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import diffusers
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from generator import still_diffusers
from generator.picture import read_png, write_png
from generator.published import diffusers_image, pipelines
from generator.published.families import INDEX, STILLS, Family, family_of, stored_in
from generator.rig import Rig
from generator.world.sample import sample_staging
from storyboard.errors import BadInput, Corrupt, FabulaError, Missing
from storyboard.params import StillParams
from storyboard.take import Media
from tests.generator.published import tiny_pipelines

SIZE = (64, 36)
BUILT: dict[str, Callable[[Path], None]] = {"FLUX.2 klein": tiny_pipelines.flux2_klein, "Z-Image": tiny_pipelines.z_image, "Stable Diffusion 3.5": tiny_pipelines.sd3}


@pytest.fixture(scope="module", params=BUILT)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    made = tmp_path_factory.mktemp("published") / "stills"
    BUILT[request.param](made)
    return made


@pytest.fixture(scope="module")
def klein(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    made = tmp_path_factory.mktemp("klein") / "stills"
    tiny_pipelines.flux2_klein(made)
    return made


def face(folder: Path, seed: int) -> Media:
    return write_png(folder / f"face{seed}.png", np.random.default_rng(seed).integers(0, 255, (64, 64, 3)).astype(np.uint8))


def made(folder: Path, scratch: Path, inputs: dict[str, tuple[Media, ...]] | None = None, seed: int = 1, prompt: str = "A fox in the snow.") -> bytes:
    staging = sample_staging(0, "heldout").model_copy(update={"seed": seed})
    media = still_diffusers.make(StillParams(staging=staging, prompt=prompt, size=SIZE), inputs or {}, Rig(scratch, {"stills": folder}))
    assert (media.width, media.height) == SIZE
    return media.path.read_bytes()


def test_the_same_seed_is_the_same_picture_and_seed_and_words_change_it(folder: Path, tmp_path: Path):
    first = made(folder, tmp_path)
    assert made(folder, tmp_path) == first
    assert len({first, made(folder, tmp_path, seed=2), made(folder, tmp_path, prompt="A bear by the sea.")}) == 3
    assert read_png(tmp_path / "still.png").std() > 3


def test_references_change_the_picture_and_so_does_their_order_where_a_family_looks_at_them(folder: Path, tmp_path: Path):
    faces = face(tmp_path, 1), face(tmp_path, 2)
    found = {made(folder, tmp_path), made(folder, tmp_path, {"portrait": faces}), made(folder, tmp_path, {"portrait": faces[::-1]}), made(folder, tmp_path, {"portrait": faces[:1]})}
    assert len(found) == (4 if family_of(folder, STILLS).references else 1)


def test_an_earlier_view_of_the_place_is_one_reference_more_and_named_in_the_words(klein: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[diffusers_image.Told] = []
    monkeypatch.setattr(still_diffusers, "still", lambda pipeline, family, asked: told.append(asked) or np.zeros((36, 64, 3), np.uint8))
    made(klein, tmp_path, {"portrait": (face(tmp_path, 1),), "place": (face(tmp_path, 2),)})
    assert len(told[0].pictures) == 2 and "\nPlace: Image 2 is this place" in told[0].prompt


def test_qwen_image_edit_takes_several_pictures_and_none(monkeypatch: pytest.MonkeyPatch):
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as theirs

    for area in ("VAE_IMAGE_SIZE", "CONDITION_IMAGE_SIZE"):
        monkeypatch.setattr(theirs, area, 64 * 64)
    pipeline, family = tiny_pipelines.qwen_edit(), STILLS["QwenImageEditPlusPipeline"]._replace(steps=2)
    faces = [np.random.default_rng(seed).integers(0, 255, (64, 64, 3)).astype(np.uint8) for seed in (1, 2)]
    found = [diffusers_image.still(pipeline, family, diffusers_image.Told("A fox.", "", faces[:count], SIZE, 1)) for count in (0, 1, 2, 2)]
    assert np.array_equal(found[2], found[3])
    assert len({one.tobytes() for one in found}) == 3


def test_a_family_that_takes_one_picture_is_given_all_in_a_row():
    faces = [np.full((64, 64, 3), 10 * n, np.uint8) for n in range(3)]
    told = diffusers_image.Told("Image 2 is Bo.", "", faces, SIZE, 1)
    asked = diffusers_image._shown(STILLS["FluxKontextPipeline"], told)
    assert asked["image"].size == (192, 64) and asked["prompt"].endswith(diffusers_image.BESIDE)


@pytest.mark.parametrize("family", STILLS.values(), ids=list(STILLS))
def test_every_family_is_asked_in_words_it_knows(family: Family):
    """Of the installed diffusers: the class, and each argument that the table says it has."""
    asked = inspect.signature(getattr(diffusers, family.runs).__call__).parameters
    assert {"prompt", "width", "height", "num_inference_steps", "generator", "output_type", *family.words.values()} <= set(asked)
    assert (family.guidance is None) == ("guidance" not in family.words) and (family.references > 0) == ("references" in family.words)
    assert not family.alone or hasattr(diffusers, family.alone)


def test_the_distilled_form_of_a_family_has_its_own_steps(klein: Path, tmp_path: Path):
    assert (family_of(klein, STILLS).steps, family_of(klein, STILLS).guidance) == (4, 1.0)
    base = tmp_path / "base"
    base.mkdir()
    (base / INDEX).write_text(json.dumps(json.loads((klein / INDEX).read_text()) | {"is_distilled": False}))
    assert family_of(base, STILLS).steps == 50 and stored_in(klein) == "fp32"


@pytest.mark.parametrize(
    ("index", "error", "says"),
    [
        (None, Corrupt, "holds no model_index.json: it is not a whole pipeline"), ("{", Corrupt, "is no JSON"), ("[]", Corrupt, "holds no fields"),
        ('{"_class_name": "MusicPipeline"}', BadInput, r"stills is a MusicPipeline, which Fabula does not know how to ask for stills. Set up one of: FLUX.2, FLUX.2 klein"),
        ('{"_class_name": ["evil", "Flux2KleinPipeline"]}', BadInput, "does not know how to ask"),
        ('{"_class_name": "Flux2KleinPipeline", "vae": ["os", "system"]}', BadInput, "wants 'os' imported for its vae"),
    ],
)  # fmt: skip
def test_a_folder_of_no_known_family_is_said_in_a_sentence(index: str | None, error: type[FabulaError], says: str, tmp_path: Path):
    (tmp_path / "stills").mkdir()
    if index is not None:
        (tmp_path / "stills" / INDEX).write_text(index)
    with pytest.raises(error, match=says):
        made(tmp_path / "stills", tmp_path)


def test_a_part_that_is_cut_short_or_gone_is_said(klein: Path, tmp_path: Path):
    cut = shutil.copytree(klein, tmp_path / "stills")
    weights = cut / "transformer" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(Corrupt, match="is damaged: it has"):
        made(cut, tmp_path)
    weights.unlink()
    with pytest.raises(BadInput, match=r"holds no \.safetensors"):
        made(cut, tmp_path)


def test_weights_that_are_kept_short_are_computed_so(klein: Path, tmp_path: Path):
    short = shutil.copytree(klein, tmp_path / "stills")
    weights = short / "transformer" / "diffusion_pytorch_model.safetensors"
    save_file({name: one.to(torch.bfloat16) for name, one in load_file(weights).items()}, weights, metadata={"format": "pt"})
    assert stored_in(short) == "bf16"
    first = made(short, tmp_path)
    assert made(short, tmp_path) == first != made(klein, tmp_path)


def test_a_package_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pipelines, "find_spec", lambda name: None)
    with pytest.raises(Missing, match="Qwen-Image-Edit needs the package torchvision"):
        pipelines.loaded(tmp_path, STILLS["QwenImageEditPlusPipeline"], "fp32")


def test_a_model_larger_than_the_memory_is_said_before_it_is_loaded(klein: Path, monkeypatch: pytest.MonkeyPatch):
    family, sizes = STILLS["Flux2KleinPipeline"], [one.stat().st_size for one in klein.rglob("*.safetensors")]
    monkeypatch.setattr(pipelines, "free", lambda where: sum(sizes))
    with pytest.raises(BadInput, match=r"FLUX\.2 klein takes 0\.0 GiB of memory and 0\.0 are free"):
        pipelines.loaded(klein, family, "fp32")
    monkeypatch.setattr(pipelines, "device", lambda: "cuda")
    assert max(sizes) * 1.25 < sum(sizes) and pipelines.place_of(klein, family) == "parts"
    monkeypatch.setattr(pipelines, "free", lambda where: 2 * sum(sizes))
    assert pipelines.place_of(klein, family) == "cuda"


def test_a_picture_is_drawn_at_twice_its_size_on_the_familys_grid():
    assert diffusers_image.canvas((768, 432), 16) == (1536, 864) and diffusers_image.canvas((384, 216), 32) == (768, 448)
