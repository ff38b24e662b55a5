using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>This project's own engine: bit for bit the same everywhere .NET runs, for this family of networks.</summary>
/// <remarks>
/// What makes it so: every sum has one order, written beside its kernel; multiply-adds are fused, explicitly, and round once on every platform;
/// exponential and logarithm are its own; nothing depends on how wide the processor's vectors are. Whoever follows the comments of the kernels in
/// another language gets the same hash.
/// </remarks>
public sealed class PortableEngine : IEngine
{
    private readonly OncePerKey<Examples, SparseInputs> sparseInputs = new(examples => new(examples));

    /// <inheritdoc/>
    public string Name => "portable";

    /// <summary>The version of the arithmetic: to be raised whenever a change gives other bits.</summary>
    public string Description => "portable arithmetic 1";

    /// <inheritdoc/>
    public ITrainingSession Open(NetworkLayout layout, NetworkParameters initial, OptimizerConfiguration optimizer, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(layout);
        InvalidConfigurationException.ThrowUnless(
            layout.Configuration.InputSize <= SparseInputs.MaximumInputs,
            $"The portable engine takes up to {SparseInputs.MaximumInputs} inputs; received {layout.Configuration.InputSize}.");
        return optimizer switch
        {
            SgdConfiguration { IsPlain: true } => Open<PlainDescent>(),
            SgdConfiguration { IsNesterov: true } => Open<NesterovDescent>(),
            SgdConfiguration => Open<MomentumDescent>(),
            AdamConfiguration => Open<AdamDescent>(),
            _ => throw new NotSupportedException($"The portable engine has no rule for {optimizer.Name}."),
        };

        PortableSession<TRule> Open<TRule>()
            where TRule : struct, IUpdateRule<TRule> =>
            new(layout, initial, TRule.First(optimizer, learningRate), sparseInputs.Of);
    }

    /// <inheritdoc/>
    public BatchGradient Differentiate(NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch)
    {
        using var session = new PortableSession<GradientRule>(layout, at, default, sparseInputs.Of);
        var outputs = new List<FeatureMoments>();
        var result = session.Step(examples, batch, outputs);
        return new(result.MeanLoss, [.. session.Export().Arrays.Where(array => array.Trainable)], [.. outputs]);
    }

    /// <inheritdoc/>
    public ImmutableArray<FeatureMoments>? MomentsBeforeNormalization(
        NetworkLayout layout, NetworkParameters at, Examples examples, ReadOnlySpan<int> batch)
    {
        using var session = new PortableSession<GradientRule>(layout, at, default, sparseInputs.Of);
        return [.. session.MomentsBeforeNormalization(examples, batch)];
    }
}
