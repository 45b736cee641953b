"""The animating net as illustrator: one latent frame from noise, told by words, a pose sketch and portraits. No picture is given.

Letters: C channels, y x latent cells, N numbers, H W pixels.
"""

import numpy as np
import torch

from generator.nets.animate import Direction, Sampling, ask
from generator.nets.clip_net import ClipNet, Told
from generator.nets.flow import conditions, sample, sigma_table
from generator.nets.shapes import VideoShape
from generator.nets.video_vae import VideoVAE, bytes_from_video


@torch.inference_mode()
def illustrate(
    dit: ClipNet, vae: VideoVAE, direction: Direction, size: tuple[int, int], sampling: Sampling
) -> np.ndarray:
    """The first drawing of a direction, uint8 (H, W, 3), for `size` (width, height); the direction's other drawings do not count.

    ValueError for a size whose sides are not multiples of 16. Same input and same thread count: same bytes.
    """
    device = dit.numbers_mean.device
    shape = VideoShape(1, size[1], size[0]).latent()
    shape.tokens(dit.config.dit.patch_size)
    numbers = torch.as_tensor(direction.numbers[:1], dtype=torch.float32)[None]  # (1, 1, N)
    sketch = None if direction.keypoints is None else torch.as_tensor(direction.keypoints[:1], dtype=torch.float32)[None]
    with torch.autocast(device.type, torch.bfloat16, enabled=sampling.path != "fp32"):
        words, references = ask(dit, vae, direction, shape, sampling)
        noise = torch.randn(1, len(vae.latent_mean), *shape, generator=torch.Generator().manual_seed(sampling.seed))  # (1, C, 1, y, x)
        noise = noise.to(device)
        free = conditions(torch.zeros_like(noise), torch.zeros(1, 1, dtype=torch.bool, device=device), torch.zeros_like(noise))
        made = dit.prepare(words, free, Told(numbers, sketch), references)
        latents = sample(
            lambda x, sigma, until: dit.velocity(x, sigma, free, made, until),
            noise,
            free,
            sigma_table(sampling.steps, sampling.shift),
        )
        return bytes_from_video(vae.decode(latents))[0, 0].cpu().numpy()
