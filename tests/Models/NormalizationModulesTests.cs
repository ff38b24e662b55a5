using Reproduction.Networks;
using Reproduction.Tests.Engines;
using Reproduction.Tests.Training;
using Reproduction.Training;

namespace Reproduction.Tests.Models;

public sealed class NormalizationModulesTests
{
    /// <summary>
    /// The modules of torch have the equations, the gradients and the moving statistics to the last digits where precision is double.
    /// </summary>
    [Test]
    public void A_module_in_double_precision_computes_the_equations(
        [Values("batch", "layer")] string name, [Values] NormalizationPlacement placement)
    {
        var data = SyntheticData.Create();
        var configuration = new NetworkConfiguration
        {
            InputSize = SyntheticData.FeatureCount,
            HiddenSizes = [9, 6],
            ClassCount = SyntheticData.ClassCount,
            Normalization = NormalizationConfiguration.All.Single(one => one.Name == name) with { Placement = placement },
        };
        var initial = Initialization.GlorotUniform(configuration, seed: 6);
        DoublePrecisionNetwork Reference(bool byModules) => new(configuration, initial, rate: 0.1, new SgdConfiguration(), byModules);
        var (equations, modules) = (Reference(byModules: false), Reference(byModules: true));

        for (var step = 0; step < 10; step++)
        {
            int[] batch = [.. Enumerable.Range(8 * step, 8)];
            modules.Step(data.Training, batch).Should().BeApproximately(equations.Step(data.Training, batch), 1e-12);
        }

        modules.Values.Should().HaveCount(equations.Values.Count);
        modules.Values.Max(array => array.Value.Zip(equations.Values[array.Key], (mine, exact) => Math.Abs(mine - exact)).Max())
            .Should().BeLessThan(1e-12);
    }
}
