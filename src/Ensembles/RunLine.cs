using System.Collections.Immutable;
using System.Text.Json;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Ensembles;

/// <summary>A run as one line of JSON, and back.</summary>
/// <remarks>
/// <code>
/// {"run":{"key":{...},"history":[...],"test":{...},"parametersSha256":"...","failure":null},"circumstances":{"wallSeconds":12.3,...}}
/// </code>
/// <c>run</c> is the result and is the same text wherever the run is repeated: fixed order, invariant culture, numbers that read back to the same
/// bits, never NaN or infinity. <c>circumstances</c> holds the duration and the machine. The canonical line is <c>{"run":...}</c> alone; it is read,
/// too.
/// </remarks>
public static class RunLine
{
    /// <summary>
    /// Whether two computations of one run agree; one may lack the figures of inference mode, or the wrong images or those with recomputed
    /// statistics among them, which older lines do not have.
    /// </summary>
    internal static bool Agree(RunRecord one, RunRecord other)
    {
        RunRecord Shared(RunRecord record) => record with
        {
            Inference = one.Inference is null || other.Inference is null ? null : record.Inference! with
            {
                Wrong = one.Inference.Wrong is null || other.Inference.Wrong is null ? null : record.Inference.Wrong,
                Recomputed = one.Inference.Recomputed is null || other.Inference.Recomputed is null ? null : record.Inference.Recomputed,
            },
        };
        return Canonical(Shared(one)) == Canonical(Shared(other));
    }

    /// <summary>The line, without a line break.</summary>
    /// <exception cref="ArgumentException">The record contradicts itself or holds a number that is not finite: the message says which.</exception>
    public static string Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return JsonSerializer.Serialize(
            new RunLineShape { Run = Checked(record), RunEnvironment = RunLineConversion.RunEnvironment(record) }, RunLineShape.Options);
    }

    /// <summary>The part of the line that two computations of one run must share, without a line break.</summary>
    /// <exception cref="ArgumentException">As with <see cref="Of"/>.</exception>
    public static string Canonical(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return $$"""{"run":{{JsonSerializer.Serialize(Checked(record), RunLineShape.Options)}}}""";
    }

    /// <summary>Reads a line.</summary>
    /// <exception cref="FormatException">It is not the line of a run; the message says in one line what is wrong with it.</exception>
    public static RunRecord Parse(ReadOnlySpan<byte> line)
    {
        RunRecord record;
        try
        {
            var shape = JsonSerializer.Deserialize<RunLineShape>(line, RunLineShape.Options) ?? throw new FormatException("it is null, not a run");
            record = RunLineConversion.Record(shape);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for an escape that stands for half a character.
            throw new FormatException(exception.Message.ReplaceLineEndings(" "), exception);
        }

        return Problem(record) is { } reason ? throw new FormatException(reason) : record;
    }

    internal static string KeyText(TrainingRecipe recipe, string datasetName, string datasetSha256, string engine, string engineDescription) =>
        JsonSerializer.Serialize(RunLineConversion.Key(recipe, datasetName, datasetSha256, engine, engineDescription), RunLineShape.Options);

    internal static string NetworkText(NetworkConfiguration network) =>
        JsonSerializer.Serialize(RunLineConversion.Network(network), RunLineShape.Options);

    private static RunShape Checked(RunRecord record) =>
        Problem(record) is { } reason
            ? throw new ArgumentException($"{record.Recipe.Title} cannot be stored: {reason}", nameof(record))
            : RunLineConversion.Run(record);

    /// <summary>What is wrong with a record; null when nothing is. A stored run must never feed a wrong figure into a verdict.</summary>
    private static string? Problem(RunRecord record)
    {
        var recipe = record.Recipe;
        return ProblemOfNetwork(recipe.Network) is { } problem ? problem
            : !double.IsFinite(recipe.LearningRate) || recipe.LearningRate <= 0 ? "the learning rate is not a positive number"
            : !double.IsFinite(recipe.InitialScale) || double.IsNegative(recipe.InitialScale) ? "the initial scale is not 0 or a positive number"
            : recipe.BatchSize < 1 || recipe.Epochs < 1 ? "the batch size and the number of epochs have to be at least 1"
            : !IsSha256(record.DatasetSha256) ? "the data set's hash is not 64 hexadecimal digits"
            : record.Epochs.Any(row => !IsSound(row.Training) || !IsSound(row.Validation))
                ? "a loss is not a finite number from 0 on, or an accuracy is outside 0 to 1"
            : record.Test is { } test && !IsSound(test) ? "the test loss is not a finite number from 0 on, or the test accuracy is outside 0 to 1"
            : record.Inference is { } inference && !IsSound(inference)
                ? "a figure of inference mode is not finite, is outside its range, or is a negative count"
            : record.Inference?.Wrong is { } wrong && !Agrees(wrong, record)
                ? "the wrong images are not in ascending order, or not as many as the accuracies say"
            : !record.Epochs.Select(row => row.Epoch).SequenceEqual(Enumerable.Range(1, record.Epochs.Length))
                ? "the epochs are not numbered from 1 on"
            : ProbeConversion.Problem(recipe, record.Probes) is { } probes ? probes
            : record.Succeeded ? ProblemOfSuccess(record)
            : record.Epochs.Length > recipe.Epochs || record.Test is not null || record.Inference is not null || record.ParametersSha256 is not null
                ? "a run that failed has no test figures, no hash and no more epochs than it was to have"
            : null;
    }

    private static string? ProblemOfNetwork(NetworkConfiguration network)
    {
        try
        {
            network.Validate();
            return null;
        }
        catch (InvalidConfigurationException exception)
        {
            return $"no network has that: {exception.Message}";
        }
    }

    private static string? ProblemOfSuccess(RunRecord record) =>
        record.Epochs.Length != record.Recipe.Epochs ? $"it has {record.Epochs.Length} of {record.Recipe.Epochs} epochs and no failure"
        : !IsSha256(record.ParametersSha256) ? "the hash of its parameters is not 64 hexadecimal digits"
        : null;

    private static bool IsSound(Metrics metrics) => double.IsFinite(metrics.Loss) && metrics.Loss >= 0 && metrics.Accuracy is >= 0 and <= 1;

    private static bool IsSound(InferenceFigures figures) =>
        IsSound(new Metrics(figures.TrainingLoss, figures.TrainingAccuracy)) && figures.TrainingCorrect >= 0 && figures.ValidationCorrect >= 0
            && (figures.TestCorrect ?? 0) >= 0 && (figures.Recomputed is not { } recomputed || IsSound(recomputed));

    /// <summary>Whether the wrong images are as many as the counts of correct ones and the accuracies leave.</summary>
    private static bool Agrees(WrongImages wrong, RunRecord record)
    {
        bool Fits(ImmutableArray<int> images, int correct, double? accuracy) =>
            images.Zip(images.Skip(1)).All(pair => pair.First < pair.Second) && images is not [< 0, ..]
                && (double)correct / (correct + images.Length) == accuracy;
        var figures = record.Inference!;
        return Fits(wrong.Validation, figures.ValidationCorrect, record.Epochs.LastOrDefault()?.Validation.Accuracy)
            && (wrong.Test is { } test ? figures.TestCorrect is { } correct && Fits(test, correct, record.Test?.Accuracy) : record.Test is null);
    }

    private static bool IsSha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
