"""Going on from weights of an earlier form of the net: what they know is kept, what is new stays as a fresh net has it."""

from dataclasses import replace

import torch

from generator.nets.clip_net import ClipNet
from generator.nets.presets import preset_config
from generator.nets.video_vae import VideoVAE

WORDS, PLACES = "text.word_embedding.weight", "text.place_embedding.weight"


@torch.no_grad()
def grown(old: ClipNet, preset: str, words: tuple[str, ...]) -> ClipNet:
    """A net of the preset with the vocabulary of `old` and the `words` it lacks, and every tensor of `old` that fits: the same
    words, as many places as it had, and whatever has the same name and shape. The same net when nothing is new."""
    known = old.config.text.words
    net = ClipNet(preset_config(preset, known + tuple(word for word in words if word not in known)))
    own, theirs = net.state_dict(), old.state_dict()
    for name, value in theirs.items():
        if name in own and own[name].shape == value.shape:
            own[name].copy_(value)
    buckets = old.config.text.buckets
    places = len(theirs[PLACES])
    own[PLACES][:places] = theirs[PLACES]
    table, least = theirs[WORDS], 2 + len(known)
    own[WORDS][:least], own[WORDS][-buckets:] = table[:least], table[-buckets:]
    for place, word in enumerate(net.config.text.words[len(known) :], least):
        own[WORDS][place] = table[old.text.token(word)]  # a word it did not know was one of its buckets
    return net


@torch.no_grad()
def settled(net: ClipNet) -> ClipNet:
    """The net itself, made deaf to the length of a step: what it says where a step has no length goes into its embedding of time, and all
    lengths say nothing, as in a fresh net. Velocities are as they were. For a net that learned velocities only: its answers to other lengths
    are what training on none at all happened to leave there."""
    embedder = net.dit.condition_embedder
    if embedder.delta_embedder is not None:
        nothing = embedder.waves(torch.zeros(1, 1, device=net.numbers_mean.device))
        embedder.time_embedder.linear_2.bias.add_(embedder.delta_embedder(nothing)[0, 0])
        for part in embedder.delta_embedder.linear_2.parameters():
            part.zero_()
    return net


@torch.no_grad()
def widened(old: VideoVAE, channels: int) -> VideoVAE:
    """The autoencoder with more latent channels: the old ones mean what they meant, the new ones tell the decoder nothing yet."""
    if channels < old.config.channels:
        raise ValueError(f"{channels} latent channels were asked for, and the weights have {old.config.channels}: ask for as many or more")
    net = VideoVAE(replace(old.config, channels=channels))
    own = net.state_dict()
    own["decoder.conv_in.weight"].zero_()
    for name, value in old.state_dict().items():
        own[name][tuple(slice(0, length) for length in value.shape)] = value
    return net
