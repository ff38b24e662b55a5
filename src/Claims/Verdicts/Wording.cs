using System.Globalization;

namespace Reproduction.Claims;

/// <summary>Figures and commands as verdicts state them; invariant culture.</summary>
internal static class Wording
{
    private const string Program = "dotnet run --project src/Cli --configuration Release --";

    /// <summary>Said where the runs are missing.</summary>
    public const string NoRuns = "The stored results lack the runs that would decide.";

    /// <summary>The command that repeats a claim's specs.</summary>
    public static string Spec(string claimId) => $"dotnet test spec --filter TestCategory={claimId}";

    /// <summary>The command that trains a grid of results/ anew.</summary>
    public static string Ensemble(string grid) => $"{Program} ensemble --dataset mnist --grid results/{grid}.grid.json --results artifacts/{grid}.jsonl";

    /// <summary>A difference with its interval, effect size, test and number of seeds.</summary>
    public static string Effect(TestedEffect effect, string format = "0.0000")
    {
        var (difference, signed) = (effect.Difference, $"+{format};-{format}");
        var interval = difference.ConfidenceInterval(0.95);
        var size = difference.EffectSize is { } d ? string.Create(CultureInfo.InvariantCulture, $", d_z {d:F1}") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{difference.Mean.ToString(signed, CultureInfo.InvariantCulture)} (95 % interval {interval.Low.ToString(signed, CultureInfo.InvariantCulture)} to {interval.High.ToString(signed, CultureInfo.InvariantCulture)}{size}, n = {difference.Count} pairs of seeds, p {P(effect.AdjustedPValue)} after Holm's correction)");
    }

    /// <summary>The seeds that would have been enough, beside those that there are.</summary>
    public static string Seeds(TestedEffect effect) => effect.SeedsNeeded is { } needed
        ? string.Create(CultureInfo.InvariantCulture, $"{needed} seeds would find it with a probability of 90 %; {effect.Difference.Count} were trained.")
        : string.Empty;

    /// <summary>A probability.</summary>
    public static string P(double p) => p < 1e-15 ? "< 1e-15" : p < 0.001 ? p.ToString("0e-0", CultureInfo.InvariantCulture) : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A number without needless digits: a learning rate, a scale, a batch size.</summary>
    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A list of numbers.</summary>
    public static string List(IEnumerable<double> values) => string.Join(", ", values.Select(Number));
}
