using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Reproduction.Spec.Reference;

/// <summary>A training run that Keras recorded: where it started, what it was fed, and what came out at every step.</summary>
/// <remarks>
/// Read from every *.json file in spec/Reference that has a member <c>training_traces</c>; a file dropped there is tested without further ado.
/// <code>
/// initial_kernels_in_by_out  one [inputs, outputs] for each dense layer; biases start at 0
/// batches                    input [n, inputs], labels [n], in the order in which they were fed
/// loss_per_step, accuracy_per_step      before the update that the step causes
/// final_layers               Dense: kernel, bias. BatchNormalization: gamma, beta, moving mean, moving variance
/// probe_input, probe_softmax            inference after the last step
/// </code>
/// </remarks>
public sealed record KerasTrainingTrace
{
    public required string Title { get; init; }

    public required bool BatchNormalization { get; init; }

    public required ImmutableArray<int> LayerSizes { get; init; }

    public required double LearningRate { get; init; }

    public required double BatchNormMomentum { get; init; }

    public required double BatchNormEpsilon { get; init; }

    public required ImmutableArray<ImmutableArray<float>> InitialKernels { get; init; }

    public required ImmutableArray<TraceBatch> Batches { get; init; }

    public required ImmutableArray<double> LossPerStep { get; init; }

    public required ImmutableArray<double> AccuracyPerStep { get; init; }

    public required ImmutableArray<ImmutableArray<float>> FinalArrays { get; init; }

    public required ImmutableArray<float> ProbeInput { get; init; }

    public required ImmutableArray<float> ProbeSoftmax { get; init; }

    /// <summary>All traces of all embedded files, in the order of the file names.</summary>
    public static IEnumerable<KerasTrainingTrace> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var file in assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream);
            if (document.RootElement.TryGetProperty("training_traces", out var traces))
            {
                var number = 0;
                foreach (var trace in traces.EnumerateArray())
                {
                    yield return Read(trace, $"{file}, trace {++number}");
                }
            }
        }
    }

    public override string ToString() =>
        $"{Title}: {string.Join('-', LayerSizes)} {(BatchNormalization ? "with" : "without")} BN, {Batches.Length} steps";

    private static KerasTrainingTrace Read(JsonElement trace, string title) => new()
    {
        Title = title,
        BatchNormalization = trace.GetProperty("batch_normalization").GetBoolean(),
        LayerSizes = [.. trace.GetProperty("layer_sizes").EnumerateArray().Select(size => size.GetInt32())],
        LearningRate = trace.GetProperty("learning_rate").GetDouble(),
        BatchNormMomentum = trace.GetProperty("batch_norm_momentum").GetDouble(),
        BatchNormEpsilon = trace.GetProperty("batch_norm_epsilon").GetDouble(),
        InitialKernels = [.. trace.GetProperty("initial_kernels_in_by_out").EnumerateArray().Select(Flatten)],
        Batches = [.. trace.GetProperty("batches").EnumerateArray().Select(batch => new TraceBatch(
            Flatten(batch.GetProperty("input")), [.. batch.GetProperty("labels").EnumerateArray().Select(label => label.GetByte())]))],
        LossPerStep = [.. trace.GetProperty("loss_per_step").EnumerateArray().Select(value => value.GetDouble())],
        AccuracyPerStep = [.. trace.GetProperty("accuracy_per_step").EnumerateArray().Select(value => value.GetDouble())],
        FinalArrays = [.. trace.GetProperty("final_layers")
            .EnumerateArray()
            .SelectMany(layer => layer.GetProperty("weights").EnumerateArray())
            .Select(Flatten)],
        ProbeInput = Flatten(trace.GetProperty("probe_input")),
        ProbeSoftmax = Flatten(trace.GetProperty("probe_softmax")),
    };

    private static ImmutableArray<float> Flatten(JsonElement element)
    {
        static IEnumerable<float> Values(JsonElement e) =>
            e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Values) : [e.GetSingle()];
        return [.. Values(element)];
    }
}

/// <summary>One batch: input [n, features], row-major, and labels [n].</summary>
public sealed record TraceBatch(ImmutableArray<float> Input, ImmutableArray<byte> Labels);
