namespace Reproduction.Claims;

internal sealed class T6() : SpecRule(
    "T6",
    "BN is a layer like any other between two hidden layers, and may stand right before or right after the nonlinearity.",
    "A gradient of the network with BN on either side of the ReLU that departs from finite differences, or a network that trains behind the plain "
        + "one.",
    "on either side its gradients are right, and it trains ahead",
    "With batch normalization before the ReLU and after it, the network's gradients agree with finite differences of the loss, and it trains ahead "
        + "of the plain one.",
    "Shown by training on the sample, at learning rate 0.01.");
