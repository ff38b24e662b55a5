using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Looks into a run: how the loss and its gradient change along the gradient, and how large and how steady what layers hand on is.</summary>
/// <remarks>
/// <code>
/// g          the gradient at the state w, of the next batch
/// w(k)       w - k * rate * g, the state after a step k times as long as the run's own; w(1) is where plain descent goes
/// Change     |g(w(k)) - g|
/// </code>
/// The measures of Santurkar, Tsipras, Ilyas and Madry 2018, section 3.1, and of Bjorck, Gomes, Selman and Weinberger 2018, section 3. Sums run in
/// double precision, in the order of the parameters, and are rounded once to single precision.
/// </remarks>
public sealed class Probe
{
    /// <summary>The lengths of steps along the gradient, in steps of the run: those of Santurkar et al.</summary>
    public static readonly ImmutableArray<float> Lengths = [0.5f, 1, 2, 4];

    private const int ImageCount = 500;

    private readonly IEngine engine;
    private readonly NetworkLayout layout;
    private readonly float rate;
    private readonly Dataset data;
    private readonly int[] images;
    private ImmutableArray<FeatureMoments> before = [];

    /// <summary>For one run.</summary>
    public Probe(IEngine engine, TrainingRecipe recipe, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        (this.engine, this.data) = (engine, data);
        layout = NetworkLayout.Of(recipe.Network);
        rate = (float)recipe.LearningRate;
        images = [.. Enumerable.Range(0, Math.Min(ImageCount, data.Validation.Count))];
    }

    /// <summary>Looks at a state.</summary>
    /// <param name="at">The state.</param>
    /// <param name="step">The steps done before.</param>
    /// <param name="batch">The next batch of the training examples.</param>
    public ProbeRow Look(NetworkParameters at, int step, ReadOnlySpan<int> batch)
    {
        ArgumentNullException.ThrowIfNull(at);
        var here = engine.Differentiate(layout, at, data.Training, batch);
        var along = ImmutableArray.CreateBuilder<ProbePoint>(Lengths.Length);
        foreach (var length in Lengths)
        {
            var there = engine.Differentiate(layout, Moved(at, here.Gradient, length * rate), data.Training, batch);
            along.Add(new(Finite(there.MeanLoss), Distance(there.Gradient, here.Gradient)));
        }

        var outputs = engine.Differentiate(layout, at, data.Validation, images).Outputs;
        var layers = here.Gradient.Where(array => array.Name == "kernel").Zip(outputs, (kernel, output) => (kernel, output))
            .Select((one, i) => new ProbeLayer(
                Root(Sum(one.output, (mean, variance) => variance + (mean * mean)) / one.output.Mean.Length),
                Root(SquaredSum(one.kernel.Values)),
                before.IsEmpty ? null : Shift(before[i], one.output)));
        var norm = Root(here.Gradient.Sum(array => SquaredSum(array.Values)));
        ProbeRow row = new(step, Finite(here.MeanLoss), norm, along.MoveToImmutable(), [.. layers]);
        before = outputs;
        return row;
    }

    private static NetworkParameters Moved(NetworkParameters at, ImmutableArray<ParameterArray> gradient, float distance)
    {
        var next = 0;
        return new([.. at.Arrays.Select(array => array.Trainable ? array with { Values = Along(array.Values, gradient[next++].Values) } : array)]);

        ImmutableArray<float> Along(ImmutableArray<float> values, ImmutableArray<float> slopes)
        {
            var moved = ImmutableArray.CreateBuilder<float>(values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                moved.Add(MathF.FusedMultiplyAdd(-distance, slopes[i], values[i]));
            }

            return moved.MoveToImmutable();
        }
    }

    private static float? Distance(ImmutableArray<ParameterArray> one, ImmutableArray<ParameterArray> other)
    {
        var sum = 0.0;
        foreach (var (first, second) in one.Zip(other))
        {
            for (var i = 0; i < first.Values.Length; i++)
            {
                sum += Square((double)first.Values[i] - second.Values[i]);
            }
        }

        return Root(sum);
    }

    private static float? Shift(FeatureMoments from, FeatureMoments to)
    {
        var moved = 0.0;
        for (var feature = 0; feature < from.Mean.Length; feature++)
        {
            moved += Square((double)to.Mean[feature] - from.Mean[feature]);
            moved += Square(Math.Sqrt(to.Variance[feature]) - Math.Sqrt(from.Variance[feature]));
        }

        return Root(moved / Sum(from, (_, variance) => variance));
    }

    private static double Sum(FeatureMoments moments, Func<double, double, double> of) =>
        moments.Mean.Zip(moments.Variance).Sum(feature => of(feature.First, feature.Second));

    private static double SquaredSum(ImmutableArray<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += Square(value);
        }

        return sum;
    }

    private static double Square(double value) => value * value;

    private static float? Root(double square) => Finite(Math.Sqrt(square));

    private static float? Finite(double value) => float.IsFinite((float)value) ? (float)value : null;
}
