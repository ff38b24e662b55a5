using Reproduction.Data;
using Reproduction.Engines;
using Reproduction.Networks;
using Reproduction.Spec.Reference;
using Reproduction.Spec.Runs;
using Reproduction.Training;

namespace Reproduction.Spec.Question1_Theory;

/// <summary>
/// T6: with batch normalization before the ReLU and after it, both engines' gradients of every parameter are those of finite differences of the loss.
/// The loss is computed in double precision from the definition, layer by layer, and shares no code with either engine.
/// </summary>
[Claim("T6")]
public sealed class T06_Gradients
{
    private const int Inputs = 6;
    private const int Classes = 4;
    private const int Count = 12;

    /// <summary>Half of the distance over which the loss is differenced; the error of a central difference is of the order of its square.</summary>
    private const double Step = 1e-5;

    /// <summary>
    /// Gradients here are below 1; float32 rounds them, and the update that they are read from, to 1e-7 each, over sums of up to 12 terms. Measured:
    /// 4e-7.
    /// </summary>
    private const double Tolerance = 2e-6;

    [Test]
    public void On_either_side_of_the_nonlinearity_gradients_are_those_of_finite_differences(
        [Values] NormalizationPlacement placement, [Values] EngineKind engine)
    {
        var configuration = new NetworkConfiguration
        {
            InputSize = Inputs,
            HiddenSizes = [7, 5],
            ClassCount = Classes,
            BatchNormalization = new() { Placement = placement },
        };
        var random = new Pcg32(seed: 5, stream: 1);
        var examples = new Examples(
            Inputs,
            Enumerable.Range(0, Count * Inputs).Select(_ => random.NextSingle()).ToArray(),
            Enumerable.Range(0, Count).Select(i => (byte)(i % Classes)).ToArray());

        // Biases, gammas and betas of their own: at 0 and 1 some gradients would vanish by accident.
        var drawn = Initialization.GlorotUniform(configuration, seed: 3);
        var initial = new NetworkParameters([.. drawn.Arrays.Select(array => array.Trainable && array.Name != "kernel"
            ? array with { Values = [.. array.Values.Select(value => value + (0.2f * (random.NextSingle() - 0.5f)))] }
            : array)]);
        using var network = (engine == EngineKind.Torch ? TrainedRuns.Engine : (IEngine)TrainedRuns.PortableEngine).Start(
            configuration, initial, learningRate: 1);
        network.Step(examples, [.. Enumerable.Range(0, Count)]);
        var trained = network.Export();

        var worst = 0.0;
        foreach (var array in initial.Arrays.Where(array => array.Trainable))
        {
            for (var i = 0; i < array.Values.Length; i++)
            {
                var difference =
                    (Loss(configuration, initial, examples, array, i, +Step) - Loss(configuration, initial, examples, array, i, -Step)) / (2 * Step);
                var gradient = (double)array.Values[i] - trained[array.Layer, array.Name][i];
                worst = Math.Max(worst, Math.Abs(gradient - difference));
                gradient.Should().BeApproximately(difference, Tolerance, "{0}/{1}[{2}]", array.Layer, array.Name, i);
            }
        }

        TestContext.Out.WriteLine($"largest deviation {worst:E1}");
    }

    /// <summary>The mean cross-entropy of a batch in training mode, with one parameter moved.</summary>
    private static double Loss(
        NetworkConfiguration configuration, NetworkParameters parameters, Examples examples, ParameterArray moved, int position, double by)
    {
        double[] Values(string layer, string name) =>
            [.. parameters[layer, name].Select((value, i) => (double)value + (layer == moved.Layer && name == moved.Name && i == position ? by : 0))];
        var x = Matrix(Count, Inputs, (i, j) => examples.Inputs[(i * Inputs) + j]);
        foreach (var number in Enumerable.Range(1, configuration.HiddenSizes.Length))
        {
            x = Dense(x, Values(LayerNames.Hidden(number), "kernel"), Values(LayerNames.Hidden(number), "bias"));
            double[,] Normalized(double[,] values) => new Oracle(
                values,
                Values(FormattableString.Invariant($"batchNormalization{number}"), "gamma"),
                Values(FormattableString.Invariant($"batchNormalization{number}"), "beta"),
                configuration.BatchNormalization!.Epsilon).Training();
            x = configuration.BatchNormalization!.Placement == NormalizationPlacement.BeforeActivation ? Relu(Normalized(x)) : Normalized(Relu(x));
        }

        var logits = Dense(x, Values(LayerNames.Output, "kernel"), Values(LayerNames.Output, "bias"));
        return Enumerable.Range(0, Count)
            .Average(i => Math.Log(Enumerable.Range(0, Classes).Sum(j => Math.Exp(logits[i, j]))) - logits[i, examples.Label(i)]);
    }

    private static double[,] Dense(double[,] x, double[] kernel, double[] bias) =>
        Matrix(
            x.GetLength(0), bias.Length, (i, j) => bias[j] + Enumerable.Range(0, x.GetLength(1)).Sum(k => x[i, k] * kernel[(k * bias.Length) + j]));

    private static double[,] Relu(double[,] x) => Matrix(x.GetLength(0), x.GetLength(1), (i, j) => Math.Max(0, x[i, j]));

    private static double[,] Matrix(int rows, int columns, Func<int, int, double> value)
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
