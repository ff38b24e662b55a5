using Reproduction.Data;
using Reproduction.Networks;

namespace Reproduction.Training;

/// <summary>Where what everybody asks for becomes what an engine gets: everything is validated here, once, for every engine.</summary>
public static class EngineSeam
{
    /// <summary>Starts a network. It belongs to the calling thread until it is disposed.</summary>
    /// <param name="engine">What computes.</param>
    /// <param name="configuration">The network.</param>
    /// <param name="initial">Its state before the first step.</param>
    /// <param name="learningRate">Greater than 0, in single precision too.</param>
    /// <param name="optimizer">Plain gradient descent where none is given.</param>
    /// <exception cref="InvalidConfigurationException">One of them is out of range, or the state is of another network.</exception>
    public static ITrainingSession Start(
        this IEngine engine,
        NetworkConfiguration configuration,
        NetworkParameters initial,
        double learningRate,
        OptimizerConfiguration? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var layout = NetworkLayout.Of(configuration);
        layout.Require(initial);
        optimizer ??= new SgdConfiguration();
        optimizer.Validate();
        SinglePrecision.RequirePositive(learningRate, "The learning rate");
        return new ValidatedSession(engine.Open(layout, initial, optimizer, learningRate), layout.Configuration);
    }

    /// <summary>Refuses examples that a network cannot take.</summary>
    /// <param name="configuration">The network.</param>
    /// <param name="examples">What it is to be trained or evaluated on.</param>
    /// <param name="which">For the message: <c>training</c>, <c>validation</c> or <c>test</c>.</param>
    /// <exception cref="InvalidConfigurationException">
    /// There are none, they have another number of features, or a label is that of no class.
    /// </exception>
    public static void Require(NetworkConfiguration configuration, Examples examples, string which)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(examples);
        InvalidConfigurationException.ThrowUnless(examples.Count > 0, $"There are no {which} examples.");
        InvalidConfigurationException.ThrowUnless(
            examples.FeatureCount == configuration.InputSize,
            $"The network takes {configuration.InputSize} inputs; the {which} examples have {examples.FeatureCount}.");
        var position = examples.Labels.IndexOfAnyExceptInRange((byte)0, (byte)Math.Min(byte.MaxValue, configuration.ClassCount - 1));
        InvalidConfigurationException.ThrowUnless(
            position < 0, $"The network knows classes 0 to {configuration.ClassCount - 1}; {which} example {position} has another label.");
    }

    /// <summary>Sees to it that an engine gets no examples, positions or calls that it could not bear.</summary>
    private sealed class ValidatedSession(ITrainingSession session, NetworkConfiguration configuration) : ITrainingSession
    {
        private readonly HashSet<Examples> known = new(ReferenceEqualityComparer.Instance);
        private Examples? last;
        private bool isDisposed;

        public BatchResult Step(Examples examples, ReadOnlySpan<int> batch)
        {
            Require(examples, batch);
            if (configuration.BatchNormalization?.HasVarianceOf(batch.Length) == false)
            {
                throw new ArgumentException(
                    "A batch of one has no unbiased variance, which divides by n - 1. Use larger batches, or the biased estimate.", nameof(batch));
            }

            return session.Step(examples, batch);
        }

        public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null)
        {
            Require(examples, batch);
            return session.Evaluate(examples, batch, wrong);
        }

        public NetworkParameters Export()
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return session.Export();
        }

        public void Dispose()
        {
            isDisposed = true;
            session.Dispose();
        }

        private void Require(Examples examples, ReadOnlySpan<int> batch)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (!ReferenceEquals(examples, last))
            {
                if (!known.Contains(examples))
                {
                    EngineSeam.Require(configuration, examples, "given");
                    known.Add(examples);
                }

                last = examples;
            }

            ArgumentOutOfRangeException.ThrowIfZero(batch.Length, nameof(batch));
            foreach (var position in batch)
            {
                if ((uint)position >= (uint)examples.Count)
                {
                    throw new ArgumentOutOfRangeException(nameof(batch), position, $"There are {examples.Count} examples, from 0 on.");
                }
            }
        }
    }
}
