using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>
/// Why batch normalization forgives rates and initial scales (T8, T9), exactly: kernels times c, with their learning rate times c squared and epsilon
/// times c squared, is the same trajectory. What counts is rate / squared norm of the kernels, and epsilon against the variance: kernels that are 100
/// times smaller learn as with a rate 10,000 times higher.
/// </summary>
/// <remarks>
/// c is a power of two, so that no rounding differs and the trajectories agree to the bit. The ReLU between the layers passes a positive factor on.
/// </remarks>
public sealed class T08_T09_Scale_invariance
{
    private const int Steps = 100;
    private const float Rate = 0.0625f;

    [TestCase(32)]
    [TestCase(1.0 / 64)]
    [Claim("T8")]
    [Claim("T9")]
    public void Kernels_times_c_with_rate_and_epsilon_times_c_squared_give_the_same_losses_to_the_bit(double c) =>
        Losses(c, epsilonFactor: c * c).Should().Equal(Losses(1, epsilonFactor: 1));

    /// <summary>
    /// Epsilon is what breaks it: kernels of a 64th, whose variance it outweighs, leave other losses behind where it is not scaled with them.
    /// </summary>
    [Test]
    [Claim("T9")]
    public void Without_epsilon_scaled_the_losses_differ() =>
        Losses(1.0 / 64, epsilonFactor: 1).Should().NotEqual(Losses(1, epsilonFactor: 1));

    private static List<float> Losses(double c, double epsilonFactor)
    {
        // A power of two: what is scaled by it is the same number to the bit.
        const double Epsilon = 1.0 / 1024;
        var data = TrainedRuns.SampleData.Training;
        var configuration = Recipes.Normalized with
        {
            BatchNormalization = BatchNormalizationConfiguration.Keras with { Epsilon = Epsilon * epsilonFactor },
        };
        var initial = Initialization.GlorotUniform(configuration, seed: 1);
        using var network = new Network(
            configuration,
            new([.. initial.Arrays.Select(array => IsScaled(array.Layer)
                ? array with { Values = [.. array.Values.Select(value => value * (float)c)] }
                : array)]));
        network.train();
        var losses = new List<float>();
        foreach (var batch in new Batches(new EpochOrder(data.Count, new Pcg32(seed: 1, Trainer.ShuffleStream)).Next(), 32))
        {
            if (losses.Count == Steps)
            {
                break;
            }

            using var scope = NewDisposeScope();
            var positions = batch.ToArray();
            var input = tensor(positions.SelectMany(position => data.Input(position).ToArray()).ToArray(), [positions.Length, data.FeatureCount]);
            var labels = tensor(positions.Select(position => (long)data.Label(position)).ToArray());
            network.zero_grad();
            var loss = nn.functional.cross_entropy(network.forward(input), labels);
            loss.backward();
            losses.Add(loss.item<float>());
            using var withoutGradients = no_grad();
            foreach (var (name, parameter) in network.named_parameters())
            {
                parameter.sub_(parameter.grad! * tensor(IsScaled(name.Split('.')[0]) ? (float)(Rate * c * c) : Rate));
            }
        }

        return losses;
    }

    /// <summary>The layers in front of a batch normalization: kernels and biases, which begin at 0.</summary>
    private static bool IsScaled(string layer) => layer is "hiddenLayer1" or "hiddenLayer2";
}
