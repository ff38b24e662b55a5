using Reproduction.Data;
using Reproduction.Models;
using Reproduction.Networks;
using Reproduction.Spec.Runs;
using Reproduction.Training;
using static TorchSharp.torch;

namespace Reproduction.Spec.Question4_Further;

/// <summary>
/// E9: a kernel followed by batch normalization has a gradient that shrinks as one over the kernel's scale. The loss is a function of degree 0 of
/// kernel and bias together, where epsilon grows with their square; so its derivative is one of degree -1. The ReLU passes a positive factor on,
/// and so the law holds behind it too.
/// </summary>
/// <remarks>
/// Factors are powers of two, so that no rounding differs. What follows for a whole training, the same trajectory at a rate times the square of the
/// factor, is the spec T08_T09_Scale_invariance.
/// </remarks>
[Claim("E9")]
public sealed class E09_Gradient_and_scale
{
    private const double Epsilon = 1.0 / 1024;

    private static readonly int[] Batch =
        [.. new EpochOrder(TrainedRuns.SampleData.Training.Count, new Pcg32(seed: 1, Trainer.ShuffleStream)).Next()[..32]];

    [Test]
    public void Kernels_and_biases_times_c_have_gradients_of_one_over_c_to_the_bit_whichever_side_of_the_ReLU(
        [Values] NormalizationPlacement placement, [Values(32, 1.0 / 64)] double c)
    {
        var (one, scaled) = (Of(placement), Of(placement, epsilonFactor: c * c, kernel: _ => (float)c, bias: _ => (float)c));

        scaled.Loss.Should().Be(one.Loss);
        foreach (var (name, gradient) in one.Gradients)
        {
            scaled.Gradients[name].Should().Equal(IsInFront(name) ? gradient.Select(value => value / (float)c) : gradient, name);
        }
    }

    /// <summary>With an epsilon too small to count, each unit has a scale of its own.</summary>
    [Test]
    public void Each_unit_may_have_a_factor_of_its_own([Values] NormalizationPlacement placement)
    {
        static float Factor(int unit) => MathF.ScaleB(1, unit % 5);
        var (one, scaled) = (Of(placement, Vanishing), Of(placement, Vanishing, kernel: Factor, bias: Factor));

        scaled.Loss.Should().Be(one.Loss);
        foreach (var (name, gradient) in one.Gradients)
        {
            var units = Units(name);
            scaled.Gradients[name].Should().Equal(IsInFront(name) ? gradient.Select((value, i) => value / Factor(i % units)) : gradient, name);
        }
    }

    /// <summary>Epsilon an eighth, the departure an eighth, where it is far below the variances: in the second layer.</summary>
    [Test]
    public void With_epsilon_as_it_was_the_law_departs_in_proportion_to_epsilon([Values] NormalizationPlacement placement)
    {
        double[] departures =
            [.. new[] { 1.0 / 8, 1.0 / 64, 1.0 / 512 }.Select(epsilonFactor => Departure(placement, epsilonFactor, 32, "hiddenLayer2"))];

        departures[0].Should().BeInRange(1e-4, 1e-3);
        (departures[0] / departures[1]).Should().BeApproximately(8, 0.8);
        (departures[1] / departures[2]).Should().BeApproximately(8, 0.8);
    }

    /// <summary>
    /// Behind the ReLU of the first layer stand units that few of the 32 images activate: their variances are far below epsilon. The kernels'
    /// gradient is another one.
    /// </summary>
    [TestCase(NormalizationPlacement.BeforeActivation, 0, 0.05)]
    [TestCase(NormalizationPlacement.AfterActivation, 0.5, 2)]
    public void Behind_a_ReLU_epsilon_matters_more(NormalizationPlacement placement, double low, double high) =>
        Departure(placement, 1, 32, "hiddenLayer").Should().BeInRange(low, high);

    /// <summary>Without batch normalization the same kernels times two have another loss, and no gradient of one half.</summary>
    [Test]
    public void Without_BN_there_is_no_such_law()
    {
        Of(null, kernel: _ => 2, bias: _ => 2).Loss.Should().NotBeApproximately(Of(null).Loss, 0.1f);
        Departure(null, 1, 2, "hiddenLayer").Should().BeGreaterThan(0.5);
    }

    /// <summary>
    /// Before the ReLU the mean takes the bias away, whatever the kernel's scale is, and the gradient is up to rounding that of the law; behind it
    /// the bias moves the kink.
    /// </summary>
    [TestCase(NormalizationPlacement.BeforeActivation, 0, 1e-4)]
    [TestCase(NormalizationPlacement.AfterActivation, 0.05, 10)]
    public void Kernels_alone_may_be_scaled_before_the_ReLU_and_not_behind_it(NormalizationPlacement placement, double low, double high) =>
        Departure(placement, Vanishing, 4, "hiddenLayer", hasBiases: false).Should().BeInRange(low, high);

    [Test]
    public void Biases_have_no_gradient_before_the_ReLU_and_one_behind_it()
    {
        Share(NormalizationPlacement.BeforeActivation).Should().BeLessThan(1e-6);
        Share(NormalizationPlacement.AfterActivation).Should().BeGreaterThan(0.01);

        static double Share(NormalizationPlacement placement)
        {
            var gradients = Of(placement).Gradients;
            return Norm(gradients["hiddenLayer1.bias"]) / Norm(gradients["hiddenLayer1.kernel"]);
        }
    }

    /// <summary>Degree 0: along kernel and bias of a unit the loss does not change, so that gradient and values are orthogonal (Euler).</summary>
    [Test]
    public void The_gradient_of_a_unit_is_orthogonal_to_its_kernel_and_bias([Values] NormalizationPlacement placement)
    {
        var one = Of(placement, Vanishing);

        Cosine(one).Should().BeLessThan(0.001 * Cosine(Of(null)), "without batch normalization it is not");

        static double Cosine(Derivatives at)
        {
            var (gradient, values) = (Both(at.Gradients), Both(at.Values));
            return Math.Abs(gradient.Zip(values, (g, w) => g * w).Sum()) / (Norm(gradient) * Norm(values));
        }

        static double[] Both(IReadOnlyDictionary<string, float[]> of) =>
            [.. of["hiddenLayer1.kernel"].Concat(of["hiddenLayer1.bias"]).Select(value => (double)value)];
    }

    /// <summary>A factor on epsilon that leaves 1e-18 of it: added to a variance it changes no bit, however few examples activate the unit.</summary>
    private const double Vanishing = 1.0 / (1L << 50);

    private sealed record Derivatives(
        float Loss, IReadOnlyDictionary<string, float[]> Gradients, IReadOnlyDictionary<string, float[]> Values);

    /// <summary>The notebook's network at Glorot's kernels, biases as after some learning, and its gradients on a batch in training mode.</summary>
    private static Derivatives Of(
        NormalizationPlacement? placement,
        double epsilonFactor = 1,
        Func<int, float>? kernel = null,
        Func<int, float>? bias = null,
        string layers = "hiddenLayer")
    {
        var configuration = new NetworkConfiguration
        {
            BatchNormalization = placement is { } side ? new() { Placement = side, Epsilon = Epsilon * epsilonFactor } : null,
        };
        var random = new Pcg32(seed: 3, stream: 1);
        var parameters = new NetworkParameters(
        [
            .. Initialization.GlorotUniform(configuration, seed: 1).Arrays
                .Select(array => array.Name == "bias"
                    ? array with { Values = [.. array.Values.Select(_ => 0.5f * (random.NextSingle() - 0.5f))] }
                    : array)
                .Select(array => array.Layer.StartsWith(layers, StringComparison.Ordinal) && (array.Name == "kernel" ? kernel : bias) is { } factor
                    ? array with { Values = [.. array.Values.Select((value, i) => value * factor(i % array.Shape[^1]))] }
                    : array),
        ]);
        using var network = new Network(configuration, parameters);
        using var scope = NewDisposeScope();
        network.train();
        var data = TrainedRuns.SampleData.Training;
        var input = tensor(Batch.SelectMany(position => data.Input(position).ToArray()).ToArray(), [Batch.Length, data.FeatureCount]);
        var loss = nn.functional.cross_entropy(network.forward(input), tensor(Batch.Select(position => (long)data.Label(position)).ToArray()));
        loss.backward();
        return new(
            loss.item<float>(),
            Values(parameter => parameter.grad!),
            Values(parameter => parameter));

        Dictionary<string, float[]> Values(Func<TorchSharp.Modules.Parameter, Tensor> of) =>
            network.named_parameters().ToDictionary(one => one.name, one => of(one.parameter).data<float>().ToArray(), StringComparer.Ordinal);
    }

    /// <summary>How far the gradients of kernels that are scaled, with epsilon as it was, are from the law, relative to their size.</summary>
    private static double Departure(NormalizationPlacement? placement, double epsilonFactor, float factor, string layers, bool hasBiases = true)
    {
        var law = Kernels(Of(placement, epsilonFactor));
        var found = Kernels(Of(placement, epsilonFactor, kernel: _ => factor, bias: hasBiases ? _ => factor : null, layers));
        return Norm(found.Zip(law, (gradient, expected) => (gradient * factor) - expected)) / Norm(law);

        double[] Kernels(Derivatives at) =>
        [
            .. at.Gradients.Where(one => one.Key.StartsWith(layers, StringComparison.Ordinal) && one.Key.EndsWith("kernel", StringComparison.Ordinal))
                .SelectMany(one => one.Value).Select(value => (double)value),
        ];
    }

    private static double Norm(IEnumerable<float> values) => Norm(values.Select(value => (double)value));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static int Units(string name) => name.StartsWith("hiddenLayer1", StringComparison.Ordinal) ? 300 : 100;

    /// <summary>The layers in front of a batch normalization.</summary>
    private static bool IsInFront(string name) => name.StartsWith("hiddenLayer", StringComparison.Ordinal);
}
