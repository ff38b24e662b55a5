namespace Reproduction.Claims;

internal sealed class T1() : SpecRule(
    "T1",
    "In training, BN normalizes with the statistics of the current mini-batch, not of the whole data set.",
    "An output in training mode that departs from PyTorch's, Keras's or the oracle's for the batch's own statistics, or does not change with the "
        + "batch.",
    "the batch's own statistics",
    "The layer's output is that of PyTorch in float64, of Keras in float32 and of an oracle for the batch's own statistics; another batch gives the "
        + "same example another output.",
    "Training mode; in inference the moving statistics replace them (T4).");
