using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Engines.Portable;
using Reproduction.Engines.Torch;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Tests.Training;

/// <summary>What a probe finds is what it says, by both engines, and a run does not notice that it is looked into.</summary>
public sealed class ProbeTests
{
    private static readonly Dataset Data = SyntheticData.Create();
    private static readonly PortableEngine Portable = new();

    private static readonly TrainingRecipe Recipe = new()
    {
        Network = new() { InputSize = SyntheticData.FeatureCount, HiddenSizes = [9, 6], ClassCount = SyntheticData.ClassCount },
        BatchSize = 8,
        LearningRate = 0.1,
        Epochs = 2,
        Probes = new(Every: 5, Until: 20),
    };

    private static IEnumerable<NormalizationConfiguration?> Normalizations() => [null, .. NormalizationConfiguration.All];

    /// <summary>The portable kernels against automatic differentiation; single precision resolves 6e-8 of a sum's largest term.</summary>
    [TestCaseSource(nameof(Normalizations))]
    public void Both_engines_give_the_same_gradient_and_moments(NormalizationConfiguration? normalization)
    {
        var configuration = Recipe.Network with { Normalization = normalization };
        var layout = NetworkLayout.Of(configuration);
        var at = Initialization.GlorotUniform(configuration, seed: 2);
        int[] batch = [.. Enumerable.Range(0, 16)];
        var (ours, theirs) = (
            Portable.Differentiate(layout, at, Data.Training, batch), new TorchEngine().Differentiate(layout, at, Data.Training, batch));

        ours.MeanLoss.Should().BeApproximately(theirs.MeanLoss, 1e-5);
        ours.Gradient.Select(array => (array.Layer, array.Name)).Should().Equal(theirs.Gradient.Select(array => (array.Layer, array.Name)))
            .And.Equal(at.Arrays.Where(array => array.Trainable).Select(array => (array.Layer, array.Name)));
        var largest = theirs.Gradient.Max(array => array.Values.Max(Math.Abs));
        largest.Should().BeGreaterThan(0.01f);
        foreach (var (mine, torchs) in ours.Gradient.Zip(theirs.Gradient))
        {
            mine.Values.Zip(torchs.Values).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-4f * largest, mine.Name);
        }

        ours.Outputs.Select(output => output.Mean.Length).Should().Equal(9, 6, SyntheticData.ClassCount);
        foreach (var (mine, torchs) in ours.Outputs.Zip(theirs.Outputs))
        {
            mine.Mean.Zip(torchs.Mean).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-4f);
            mine.Variance.Zip(torchs.Variance).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-4f);
        }
    }

    [TestCaseSource(nameof(Normalizations))]
    public void The_point_at_length_1_is_where_the_run_goes(NormalizationConfiguration? normalization)
    {
        var recipe = Recipe with { Network = Recipe.Network with { Normalization = normalization } };
        var layout = NetworkLayout.Of(recipe.Network);
        var initial = Initialization.GlorotUniform(recipe.Network, seed: 2);
        int[] batch = [.. Enumerable.Range(0, 16)];
        using var session = Portable.Start(recipe.Network, initial, recipe.LearningRate);
        var row = new Probe(Portable, recipe, Data).Look(initial, step: 0, batch);

        row.Loss.Should().Be((float)session.Step(Data.Training, batch).MeanLoss);
        var next = session.Export();

        // Its noise has moved on with the step; that of the probe has not.
        NetworkParameters there = new([.. next.Arrays.Zip(initial.Arrays, (moved, first) => moved.Trainable ? moved : first)]);
        row.Along[1].Loss.Should().Be((float)Portable.Differentiate(layout, there, Data.Training, batch).MeanLoss);
    }

    [TestCaseSource(nameof(Normalizations))]
    public void Looking_changes_nothing_and_is_done_when_the_schedule_says(NormalizationConfiguration? normalization)
    {
        var recipe = Recipe with { Network = Recipe.Network with { Normalization = normalization } };
        var probes = new Collected();
        var (seen, unseen) = (new Trainer(Portable).Train(recipe, Data, probes), new Trainer(Portable).Train(recipe with { Probes = null }, Data));

        seen.ParametersSha256.Should().Be(unseen.ParametersSha256);
        seen.Epochs.Should().Equal(unseen.Epochs);
        probes.Rows.Select(row => row.Step).Should().Equal(0, 5, 10, 15, 20);
        probes.Rows.Select(row => row.Layers[0].Shift is null).Should().Equal(true, false, false, false, false);
        probes.Rows.Should().OnlyContain(row => row.Layers.Length == 3 && row.Along.Length == Probe.Lengths.Length);
    }

    /// <summary>The loss a/2 w^2 has the gradient a w, and the effective smoothness a: |a (w - k rate a w) - a w| over k rate |a w|.</summary>
    [Test]
    public void A_parabola_has_its_curvature_as_smoothness()
    {
        var engine = new Parabola(Curvature: 3);
        var at = new NetworkParameters([new("a", "kernel", [2, 1], [3, 4], Trainable: true), new("a", "moving_mean", [1], [7], Trainable: false)]);
        var probe = new Probe(engine, Recipe, Data);
        var row = probe.Look(at, step: 0, [0]);

        row.Loss.Should().Be(1.5f * 25);
        row.Gradient.Should().Be(15);
        row.Layers[0].Gradient.Should().Be(15);
        row.Layers[0].Output.Should().BeApproximately(MathF.Sqrt(((1 + 4) + (9 + 16)) / 2f), 1e-6f);
        foreach (var (point, length) in row.Along.Zip(Probe.Lengths))
        {
            (point.Change!.Value / (length * 0.1f * 15)).Should().BeApproximately(3, 1e-5f);
            point.Loss!.Value.Should().BeApproximately(37.5f * MathF.Pow(1 - (length * 0.1f * 3), 2), 1e-4f);
        }

        // Means move by 1 and 1, standard deviations by 1 and 0; the variances were 4 and 16.
        engine.Outputs = new([2, 4], [9, 16]);
        probe.Look(at, step: 1, [0]).Layers[0].Shift.Should().BeApproximately(MathF.Sqrt((1 + 1 + 1) / 20f), 1e-6f);
    }

    [Test]
    public void What_single_precision_does_not_hold_is_left_open()
    {
        var engine = new Parabola(Curvature: 1e30f);
        var row = new Probe(engine, Recipe, Data).Look(new([new("a", "kernel", [1, 1], [1e20f], Trainable: true)]), step: 0, [0]);

        row.Loss.Should().BeNull();
        row.Gradient.Should().BeNull();
        row.Along.Should().OnlyContain(point => point.Loss == null && point.Change == null);
    }

    private sealed class Collected : IProgress<TrainingProgress>
    {
        public List<ProbeRow> Rows { get; } = [];

        public void Report(TrainingProgress value) => Rows.AddRange(value.Probe is { } row ? [row] : []);
    }

    /// <summary>A loss of a/2 times the squared norm of all trainable parameters.</summary>
    private sealed record Parabola(float Curvature) : IEngine
    {
        public string Name => "parabola";

        public string Description => Name;

        public FeatureMoments Outputs { get; set; } = new([1, 3], [4, 16]);

        public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate) =>
            throw new NotSupportedException();

        public BatchGradient Differentiate(NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch)
        {
            ImmutableArray<ParameterArray> trained = [.. at.Arrays.Where(array => array.Trainable)];
            return new(
                Curvature / 2 * trained.Sum(array => array.Values.Sum(value => (double)value * value)),
                [.. trained.Select(array => array with { Values = [.. array.Values.Select(value => Curvature * value)] })],
                [Outputs]);
        }
    }
}
