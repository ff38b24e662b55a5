namespace Reproduction.Claims;

internal sealed class I2() : SpecRule(
    "I2",
    "The network: 784-300-100-10, ReLU, BN after each hidden layer's ReLU.",
    "Layers, initial values, parameter counts or outputs that depart from Keras's.",
    "layers, counts and outputs are Keras's",
    "Layers, order, initial values and parameter counts are Keras's; so are the outputs, to 1e-5.");
