using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Portable;

/// <summary>
/// Finds batches in which ReLU's argument comes so near to 0 that rounding decides on which side it lies. A forward pass in double precision.
/// </summary>
internal static class Kink
{
    // Arguments are sums of up to 784 products of about 0.1, in single precision, and a batch normalization behind them magnifies.
    private const double Near = 2e-6;

    public static bool IsNear(NetworkConfiguration configuration, NetworkParameters state, Examples examples, ReadOnlySpan<int> batch) =>
        new DoublePrecisionNetwork(configuration, state, rate: 1, new SgdConfiguration()).ReluInputs(examples, batch)
            .Any(value => value != 0 && Math.Abs(value) < Near);
}
