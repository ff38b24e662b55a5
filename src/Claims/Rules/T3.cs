namespace Reproduction.Claims;

internal sealed class T3() : SpecRule(
    "T3",
    "Each BN layer has two learnable parameters per feature, gamma and beta, trained with the rest.",
    "A gradient of gamma or beta that departs from PyTorch's or from finite differences, or a training run that leaves either as it was.",
    "their gradients are right, and training moves them",
    "gamma and beta are parameters, their gradients agree with PyTorch and with finite differences of the loss, and training moves them.");
