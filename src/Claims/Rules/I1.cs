namespace Reproduction.Claims;

internal sealed class I1() : SpecRule(
    "I1",
    "The data: 55,000 training and 5,000 validation images of MNIST, pixels divided by 255.",
    "Files with another SHA-256, another number of images, other images held out, or other pixel values.",
    "counts, split, scaling and hashes",
    "The files' SHA-256, the numbers of images, the first of them held out, and pixels divided by 255: specs read them off the data.");
