using System.Reflection;
using System.Text.Json;
using Reproduction.Networks;
using TorchSharp;

namespace Reproduction.Spec.Reference;

/// <summary>A case of batch normalization that another implementation computed, with the tolerance that its precision allows.</summary>
/// <remarks>
/// Read from every *.json file in spec/Reference: <c>cases</c> are PyTorch's in float64 (its momentum is the weight of the new value; null is a
/// cumulative average, which at the first batch takes the batch's value whole), <c>batch_normalization_layers</c> are Keras's in float32.
/// Tolerance, on the scale of <see cref="Deviation"/>: float64 resolves 1.1e-16, float32 6e-8 of a value. A feature passes through sums of at
/// most 64 terms and a division by a standard deviation down to 0.01 (the PyTorch case with a batch of two), each of which multiplies rounding: 1e4
/// units of float64, that is 1e-12, and for Keras's cases, where both sides round and no deviation is below 0.1, 160 units of float32, 1e-5.
/// </remarks>
public sealed record LayerCase
{
    public required string Name { get; init; }

    public required BatchNormalizationConfiguration Configuration { get; init; }

    public required torch.ScalarType Type { get; init; }

    public required double Tolerance { get; init; }

    public required JsonElement Figures { get; init; }

    public static IEnumerable<LayerCase> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var file in assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            using var document = JsonDocument.Parse(stream);
            foreach (var one in Cases(document, "cases"))
            {
                yield return Read(
                    one, file, "PyTorch", MovingVarianceEstimate.Unbiased, torch.ScalarType.Float64, 1e-12, momentum => 1 - (momentum ?? 1));
            }

            foreach (var one in Cases(document, "batch_normalization_layers"))
            {
                yield return Read(one, file, "Keras", MovingVarianceEstimate.Biased, torch.ScalarType.Float32, 1e-5, momentum => momentum!.Value);
            }
        }
    }

    /// <summary>The cases with gradients.</summary>
    public static IEnumerable<LayerCase> WithGradients() => All().Where(one => one.Figures.TryGetProperty("gradient_input", out _));

    public double[] Vector(string name) => [.. Figures.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public double[,] Matrix(string name)
    {
        var rows = Figures.GetProperty(name)
            .EnumerateArray()
            .Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())
            .ToArray();
        var result = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Buffer.BlockCopy(rows[i], 0, result, i * rows[0].Length * sizeof(double), rows[0].Length * sizeof(double));
        }

        return result;
    }

    /// <summary>What the other implementation calls its moving mean before and after, and its moving variance.</summary>
    public double[] MovingMeanBefore => Vector(Either("moving_mean_before", "running_mean_before"));

    public double[] MovingVarianceBefore => Vector(Either("moving_variance_before", "running_variance_before"));

    public double[] MovingMeanAfter => Vector(Either("moving_mean_after", "running_mean_after"));

    public double[] MovingVarianceAfter => Vector(Either("moving_variance_after", "running_variance_after_unbiased"));

    internal LayerRun Run() => LayerRun.Of(
        Configuration,
        Type,
        Matrix("input"),
        Vector("gamma"),
        Vector("beta"),
        MovingMeanBefore,
        MovingVarianceBefore,
        Figures.TryGetProperty("upstream_gradient", out _) ? Matrix("upstream_gradient") : null);

    internal Oracle Oracle() => new(Matrix("input"), Vector("gamma"), Vector("beta"), Configuration.Epsilon);

    public override string ToString() => Name;

    private static JsonElement[] Cases(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var cases) ? [.. cases.EnumerateArray()] : [];

    private static LayerCase Read(
        JsonElement one,
        string file,
        string source,
        MovingVarianceEstimate estimate,
        torch.ScalarType type,
        double tolerance,
        Func<double?, double> momentum)
    {
        var weight = one.GetProperty("momentum");
        var configuration = new BatchNormalizationConfiguration
        {
            Epsilon = one.GetProperty("epsilon").GetDouble(),
            Momentum = momentum(weight.ValueKind == JsonValueKind.Null ? null : weight.GetDouble()),
            MovingVariance = estimate,
        };
        return new()
        {
            Name = $"{source}, batch {one.GetProperty("batch")}, {one.GetProperty("features")} features, "
                + $"momentum {weight} ({Path.GetFileNameWithoutExtension(file)})",
            Configuration = configuration,
            Type = type,
            Tolerance = tolerance,
            Figures = one.Clone(),
        };
    }

    private string Either(string first, string second) => Figures.TryGetProperty(first, out _) ? first : second;
}
