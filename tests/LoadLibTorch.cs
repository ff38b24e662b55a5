using Reproduction.Models;

namespace Reproduction.Tests;

/// <summary>Loads libtorch before the first test; where it cannot be loaded, every test fails with the one line that says why.</summary>
[SetUpFixture]
public sealed class LoadLibTorch
{
    [OneTimeSetUp]
    public void Load() => LibTorch.Load(Numerics.Pinned);
}
