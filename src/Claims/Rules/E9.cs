namespace Reproduction.Claims;

internal sealed class E9() : SpecRule(
    "E9",
    "The gradient of kernels in front of BN shrinks as one over their scale, exactly but for epsilon.",
    "A gradient of kernels and biases times a power of two, with epsilon times its square, that is not one over it to the bit; a departure that is "
        + "not in proportion to an epsilon far below the variances; or a network without BN that has the same law.",
    "to the bit, on either side of the ReLU; but epsilon counts behind it",
    "Kernels and biases in front of a BN times a power of two, with epsilon times its square: the loss and all other gradients are the same to the "
        + "bit, and theirs are one over it to the bit, with BN before the ReLU or behind it. Where epsilon stays and is far below the variances, "
        + "gradients depart in proportion to it.",
    "A ReLU in front of the BN takes two things away. Units that few examples activate have variances below Keras's epsilon: the gradient of kernels "
        + "32 times as large is another one by more than half, and by less than 5 % before the ReLU (a fresh network, 32 images). And the biases "
        + "become part of what is scaled: before the ReLU they have no gradient, and the kernels may be scaled without them.");
