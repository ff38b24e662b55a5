namespace Reproduction.Claims;

internal sealed class T2() : SpecRule(
    "T2",
    "The normalization step gives every feature mean 0 and variance 1 over the batch, up to epsilon.",
    "A batch, of any size drawn, whose features leave with another mean or variance.",
    "mean 0 and variance v / (v + epsilon)",
    "For random batches of any size every feature leaves with mean 0 and variance v / (v + epsilon), v being its variance before.",
    "A feature of variance 0 leaves as beta, whatever its value.");
