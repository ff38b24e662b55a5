using System.Collections.Immutable;
using Reproduction.Models;
using Reproduction.Networks;
using static TorchSharp.torch;

namespace Reproduction.Tests.Models;

public sealed class NetworkTests
{
    private static readonly NetworkConfiguration Small = new() { InputSize = 5, HiddenSizes = [4, 3], ClassCount = 2 };

    private static IEnumerable<TestCaseData> Configurations()
    {
        foreach (var normalization in NormalizationConfiguration.All)
        {
            foreach (var placement in Enum.GetValues<NormalizationPlacement>())
            {
                yield return new TestCaseData(Small with { Normalization = normalization with { Placement = placement } })
                    .SetArgDisplayNames($"{normalization.Abbreviation} {placement}");
            }
        }

        yield return new TestCaseData(Small with { Normalization = null }).SetArgDisplayNames("no BN");
        yield return new TestCaseData(Small with { HiddenSizes = [] }).SetArgDisplayNames("no hidden layer");
    }

    [TestCaseSource(nameof(Configurations))]
    public void A_state_that_goes_in_comes_out_bit_for_bit(NetworkConfiguration configuration)
    {
        var initial = Initialization.GlorotUniform(configuration, seed: 1);
        using var network = new Network(configuration, initial);

        var exported = network.Export();

        exported.Sha256().Should().Be(initial.Sha256());
        exported.Arrays.Select(array => (array.Layer, array.Name, array.Trainable))
            .Should().Equal(initial.Arrays.Select(array => (array.Layer, array.Name, array.Trainable)));
        exported.Arrays.Select(array => string.Join('x', array.Shape)).Should().Equal(initial.Arrays.Select(array => string.Join('x', array.Shape)));
    }

    [TestCaseSource(nameof(Configurations))]
    public void A_network_outlives_the_scope_that_it_was_made_in(NetworkConfiguration configuration)
    {
        Network network;
        using (NewDisposeScope())
        {
            network = new(configuration, Initialization.GlorotUniform(configuration, seed: 1));
        }

        using (network)
        using (NewDisposeScope())
        {
            network.forward(zeros(3, 5)).shape.Should().Equal(3, 2);
            network.eval();
            network.forward(zeros(3, 5)).shape.Should().Equal(3, 2);
        }
    }

    [TestCase(NormalizationPlacement.AfterActivation)]
    [TestCase(NormalizationPlacement.BeforeActivation)]
    public void The_forward_pass_is_the_formula(NormalizationPlacement placement)
    {
        using var scope = NewDisposeScope();
        var configuration = Small with { HiddenSizes = [4], BatchNormalization = new() { Placement = placement } };
        var state = Initialization.GlorotUniform(configuration, seed: 9);
        using var network = new Network(configuration, state);
        float[,] rows = { { 1, -2, 3, 0, 1 }, { 0, 1, -1, 2, 5 }, { 2, 2, 0, -3, 1 } };

        var logits = network.forward(tensor(rows));

        var expected = Logits(rows, state, placement);
        for (var row = 0; row < 3; row++)
        {
            for (var c = 0; c < 2; c++)
            {
                ((double)logits[row, c].item<float>()).Should().BeApproximately(
                    expected[row, c], 1e-5, "float32 against double on sums of five products");
            }
        }
    }

    [Test]
    public void Probabilities_add_up_to_1_and_keep_the_order_of_the_logits()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(Small, Initialization.GlorotUniform(Small, seed: 1));
        network.eval();
        var input = tensor(new float[,] { { 1, 2, 3, 4, 5 }, { -1, 0, 1, 0, 2 } });

        var probabilities = network.Probabilities(input);

        probabilities.sum(1).data<float>().Should().OnlyContain(sum => Math.Abs(sum - 1) < 1e-6);
        probabilities.argmax(1).data<long>().Should().Equal(network.forward(input).argmax(1).data<long>().ToArray());
    }

    [Test]
    public void A_state_of_another_shape_is_refused()
    {
        using var network = new Network(Small, Initialization.GlorotUniform(Small, seed: 1));

        var fewer = () => network.Load(Initialization.GlorotUniform(Small with { BatchNormalization = null }, seed: 1));
        var wider = () => network.Load(Initialization.GlorotUniform(Small with { HiddenSizes = [5, 3] }, seed: 1));

        fewer.Should().Throw<InvalidConfigurationException>().WithMessage("The network holds 14 arrays; received 6.");
        wider.Should().Throw<InvalidConfigurationException>().WithMessage(
            "Expected hiddenLayer1/kernel of shape [5, 4] with 20 values; received hiddenLayer1/kernel of shape [5, 5] with 25 values.");
    }

    /// <summary>The same network written out in double precision: one hidden layer of 4, training mode.</summary>
    private static double[,] Logits(float[,] rows, NetworkParameters state, NormalizationPlacement placement)
    {
        var hidden = Dense(Widen(rows), state["hiddenLayer1", "kernel"], outputs: 4);
        hidden = placement == NormalizationPlacement.AfterActivation ? Normalize(Relu(hidden)) : Relu(Normalize(hidden));
        return Dense(hidden, state["outputLayer", "kernel"], outputs: 2);
    }

    private static double[,] Widen(float[,] rows) => Fill(rows.GetLength(0), rows.GetLength(1), (i, j) => rows[i, j]);

    private static double[,] Dense(double[,] x, ImmutableArray<float> kernel, int outputs) =>
        Fill(x.GetLength(0), outputs, (i, j) => Enumerable.Range(0, x.GetLength(1)).Sum(k => x[i, k] * kernel[(k * outputs) + j]));

    private static double[,] Relu(double[,] x) => Fill(x.GetLength(0), x.GetLength(1), (i, j) => Math.Max(0, x[i, j]));

    private static double[,] Normalize(double[,] x)
    {
        var n = x.GetLength(0);
        return Fill(n, x.GetLength(1), (i, j) =>
        {
            var column = Enumerable.Range(0, n).Select(row => x[row, j]).ToList();
            var mean = column.Average();
            return (x[i, j] - mean) / Math.Sqrt(column.Average(value => (value - mean) * (value - mean)) + 1e-3);
        });
    }

    private static double[,] Fill(int rows, int columns, Func<int, int, double> value)
    {
        var result = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                result[i, j] = value(i, j);
            }
        }

        return result;
    }
}
