using System.Collections.Immutable;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>A network in training by the portable engine: layer by layer forward, layer by layer back, each layer updated as it is left.</summary>
internal sealed class PortableSession<TRule> : ITrainingSession
    where TRule : struct, IUpdateRule<TRule>
{
    private readonly NetworkLayout layout;
    private readonly Func<Examples, SparseInputs> sparseInputsOf;
    private readonly ImmutableArray<PortableLayer<TRule>> layers;
    private readonly NonZeroRows inputRows;
    private readonly Activations inputs;
    private readonly Activations lossGradient;
    private TRule rule;

    public PortableSession(NetworkLayout layout, NetworkParameters initial, TRule rule, Func<Examples, SparseInputs> sparseInputsOf)
    {
        (this.layout, this.rule, this.sparseInputsOf) = (layout, rule, sparseInputsOf);
        inputRows = new(layout.Configuration.InputSize);
        inputs = new(layout.Configuration.InputSize);
        lossGradient = new(layout.Configuration.ClassCount);
        layers = [.. layout.Layers.Where(layer => layer is not FlattenLayout).Select((layer, i) => Create(layer, initial, isFirst: i == 0))];
    }

    public BatchResult Step(Examples examples, ReadOnlySpan<int> batch) => Step(examples, batch, outputs: null);

    /// <summary>One step; the moments of what each hidden layer hands on, and of the logits, are added to a list where one is given.</summary>
    public BatchResult Step(Examples examples, ReadOnlySpan<int> batch, ICollection<FeatureMoments>? outputs)
    {
        var gradient = lossGradient.Of(batch.Length);
        var look = outputs is null ? null : InFrontOf(layer => layer is null or DenseLayer<TRule>, outputs);
        var logits = Forward(examples, batch, isTraining: true, look);
        var result = SoftmaxCrossEntropy.Evaluate(logits, examples, batch, gradient);
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            gradient = layers[i].Backward(gradient, rule);
        }

        rule = rule.Next();
        return result;
    }

    public BatchResult Evaluate(Examples examples, ReadOnlySpan<int> batch, ICollection<int>? wrong = null) =>
        SoftmaxCrossEntropy.Evaluate(Forward(examples, batch, isTraining: false), examples, batch, gradient: null, wrong);

    /// <summary>The moments of what each batch normalization takes in, in training mode: a forward pass alone.</summary>
    public IReadOnlyList<FeatureMoments> MomentsBeforeNormalization(Examples examples, ReadOnlySpan<int> batch)
    {
        var moments = new List<FeatureMoments>();
        Forward(examples, batch, isTraining: true, InFrontOf(layer => layer is BatchNormalizationLayer<TRule>, moments));
        return moments;
    }

    public NetworkParameters Export()
    {
        var values = new Queue<ImmutableArray<float>>(layers.SelectMany(layer => layer.Export()));
        return layout.Fill((_, _) => values.Dequeue());
    }

    public void Dispose()
    {
        inputs.Dispose();
        lossGradient.Dispose();
        foreach (var layer in layers)
        {
            layer.Dispose();
        }
    }

    /// <param name="examples">Where the batch comes from.</param>
    /// <param name="batch">The positions of its examples.</param>
    /// <param name="isTraining">Whether statistics are the batch's.</param>
    /// <param name="look">Is shown each layer with what it takes in, before it does; null for the logits, which the pass ends with.</param>
    private PackedMatrix Forward(
        Examples examples, ReadOnlySpan<int> batch, bool isTraining, Action<PortableLayer<TRule>?, PackedMatrix>? look = null)
    {
        var values = inputs.Of(batch.Length);
        sparseInputsOf(examples).Gather(batch, values, inputRows);
        foreach (var layer in layers)
        {
            look?.Invoke(layer, values);
            values = layer.Forward(values, isTraining);
        }

        look?.Invoke(null, values);
        return values;
    }

    /// <summary>Adds the moments of what the layers that are meant take in to a list; never of the first's, which takes in images.</summary>
    private Action<PortableLayer<TRule>?, PackedMatrix> InFrontOf(Func<PortableLayer<TRule>?, bool> isMeant, ICollection<FeatureMoments> moments) =>
        (layer, values) =>
        {
            if (layer != layers[0] && isMeant(layer))
            {
                moments.Add(Moments(values));
            }
        };

    private static FeatureMoments Moments(PackedMatrix values)
    {
        using var mean = new FloatBuffer(PackedMatrix.Padded(values.Columns));
        using var variance = new FloatBuffer(PackedMatrix.Padded(values.Columns));
        BatchNormalizationKernels.Moments(values, new(Number: 0, First: 0, Count: values.Rows), mean.All, variance.All);
        return new([.. mean.All.AsSpan()[..values.Columns]], [.. variance.All.AsSpan()[..values.Columns]]);
    }

    private PortableLayer<TRule> Create(LayerLayout layer, NetworkParameters initial, bool isFirst)
    {
        ImmutableArray<ImmutableArray<float>> values = [.. layer.Parameters.Select(parameter => initial[layer.Name, parameter.Name])];
        return layer switch
        {
            DenseLayout => new DenseLayer<TRule>(layer.Inputs, layer.Outputs, values[0], values[1], isFirst ? inputRows : null),
            ReluLayout => new ReluLayer<TRule>(),
            NormalizationLayout normalization => NormalizationLayers<TRule>.Create(normalization, values),
            _ => throw new NotSupportedException($"The portable engine has no layer for {layer.Kind}."),
        };
    }
}
