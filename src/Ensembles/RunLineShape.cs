using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Reproduction.Networks;

namespace Reproduction.Ensembles;

/// <summary>The shape of one line of a results file; properties are written in the order in which they stand here.</summary>
/// <remarks>
/// Apart from the domain's records on purpose: a property that is renamed or added there must not change or silently complete what is stored.
/// </remarks>
internal sealed record RunLineShape
{
    /// <summary>The result: all of it is equal wherever the run is repeated.</summary>
    public required RunShape Run { get; init; }

    /// <summary>How and where it was computed: no part of a comparison, and left out of canonical lines.</summary>
    [JsonPropertyName("circumstances")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunEnvironmentShape? RunEnvironment { get; init; }

    /// <summary>Compact, camelCase, nulls written, nothing unknown or missing or repeated accepted.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,

        // Processor names hold characters such as (R) that need no escape in a file of UTF-8.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };
}

internal sealed record RunShape
{
    public required KeyShape Key { get; init; }

    public required ImmutableArray<EpochShape> History { get; init; }

    public required MetricsShape? Test { get; init; }

    public required string? ParametersSha256 { get; init; }

    public required string? Failure { get; init; }

    /// <summary>Kept since results have it; a line without it has none, and stays as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InferenceShape? Inference { get; init; }

    /// <summary>Of a run that was looked into, as its key says; a line of another has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ProbeShape>? Probes { get; init; }
}

/// <summary>A probe; a figure that single precision does not hold is null.</summary>
internal sealed record ProbeShape
{
    public required int Step { get; init; }

    public required float? Loss { get; init; }

    public required float? Gradient { get; init; }

    public required ImmutableArray<ProbePointShape> Along { get; init; }

    public required ImmutableArray<ProbeLayerShape> Layers { get; init; }
}

internal sealed record ProbePointShape
{
    public required float? Loss { get; init; }

    public required float? Change { get; init; }
}

internal sealed record ProbeLayerShape
{
    public required float? Output { get; init; }

    public required float? Gradient { get; init; }

    public required float? Shift { get; init; }
}

internal sealed record InferenceShape
{
    public required double TrainingLoss { get; init; }

    public required double TrainingAccuracy { get; init; }

    public required int TrainingCorrect { get; init; }

    public required int ValidationCorrect { get; init; }

    public required int? TestCorrect { get; init; }

    /// <summary>Kept since rules sample images; a line without it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WrongShape? Wrong { get; init; }

    /// <summary>Kept since statistics are recomputed; a line without it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetricsShape? Recomputed { get; init; }
}

/// <summary>Images by their position, ascending: the first as it is, each other as its distance from the one before, which is shorter.</summary>
internal sealed record WrongShape
{
    public required ImmutableArray<int> Validation { get; init; }

    public required ImmutableArray<int>? Test { get; init; }
}

internal sealed record KeyShape
{
    public required NetworkShape Network { get; init; }

    public required int BatchSize { get; init; }

    public required double LearningRate { get; init; }

    public required double InitialScale { get; init; }

    public required int Epochs { get; init; }

    public required ulong Seed { get; init; }

    public required string Dataset { get; init; }

    public required string DatasetSha256 { get; init; }

    public required string Engine { get; init; }

    public required string EngineDescription { get; init; }

    /// <summary>Not written for plain gradient descent, so that lines from before it stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OptimizerShape? Optimizer { get; init; }

    /// <summary>Not written for a run that was not looked into, so that lines from before it stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbeScheduleShape? Probes { get; init; }
}

/// <summary>When a run was looked into.</summary>
internal sealed record ProbeScheduleShape
{
    public required int Every { get; init; }

    public required int Until { get; init; }
}

internal sealed record NetworkShape
{
    public required int InputSize { get; init; }

    public required ImmutableArray<int> HiddenSizes { get; init; }

    public required int ClassCount { get; init; }

    public required BatchNormalizationShape? BatchNormalization { get; init; }

    /// <summary>
    /// A normalization other than batch normalization; not written where there is none, so that lines from before it stay as they are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NormalizationShape? Normalization { get; init; }
}

internal sealed record NormalizationShape
{
    public required string Name { get; init; }

    public required double Epsilon { get; init; }

    public required NormalizationPlacement Placement { get; init; }
}

/// <summary>An optimizer by its name, with the settings that it has.</summary>
internal sealed record OptimizerShape
{
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Momentum { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Beta1 { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Beta2 { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Epsilon { get; init; }
}

internal sealed record BatchNormalizationShape
{
    public required double Epsilon { get; init; }

    public required double Momentum { get; init; }

    public required NormalizationPlacement Placement { get; init; }

    public required MovingVarianceEstimate MovingVariance { get; init; }

    /// <summary>Not written where a batch is not divided, so that lines from before it stay as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GhostBatchSize { get; init; }
}

/// <summary>One epoch, in Keras's column names; the first row is epoch 1.</summary>
internal sealed record EpochShape
{
    public required double Loss { get; init; }

    public required double Accuracy { get; init; }

    [JsonPropertyName("val_loss")]
    public required double ValidationLoss { get; init; }

    [JsonPropertyName("val_accuracy")]
    public required double ValidationAccuracy { get; init; }
}

internal sealed record MetricsShape
{
    public required double Loss { get; init; }

    public required double Accuracy { get; init; }
}

internal sealed record RunEnvironmentShape
{
    /// <summary>Decimal, so that a duration comes back to its tick of 100 ns.</summary>
    public required decimal WallSeconds { get; init; }

    public required string Processor { get; init; }

    public required string InstructionSet { get; init; }

    public required int ProcessorCount { get; init; }

    public required int ThreadsPerRun { get; init; }

    public required int RunsAtOnce { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Runtime { get; init; }

    public required string Libraries { get; init; }
}
