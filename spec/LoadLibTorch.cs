using Reproduction.Models;

namespace Reproduction.Spec;

/// <summary>
/// Loads libtorch with pinned numerics before the first spec; where it cannot be loaded, every spec fails with the one line that says why.
/// </summary>
[SetUpFixture]
public sealed class LoadLibTorch
{
    [OneTimeSetUp]
    public void Load() => LibTorch.Load(Numerics.Pinned);
}
