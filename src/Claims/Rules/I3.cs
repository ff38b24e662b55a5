namespace Reproduction.Claims;

internal sealed class I3() : SpecRule(
    "I3",
    "The recipe: sparse categorical cross-entropy, plain SGD, learning rate 0.01, 10 epochs, reshuffled.",
    "A training step, from Keras's initial kernels and batches, whose loss, parameters or moving statistics depart from Keras's by more than 1e-5.",
    "Keras's training traces, to 1e-5",
    "From Keras's initial kernels and batches, either engine's training steps give Keras's losses, parameters and moving statistics to 1e-5.");
