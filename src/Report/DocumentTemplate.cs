using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Reproduction.Claims;
using Reproduction.Networks;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>Text whose figures come from stored runs and whose code comes from the sources, so that neither can grow old.</summary>
/// <remarks>
/// <code>
/// {{mean val_accuracy bn32}}                    the mean over seeds after the last epoch, with four decimals
/// {{mean val_accuracy bn32@0.1}}                at learning rate 0.1;  bn32*0.03 with factor 0.03 on the initial kernels;  plain32 without BN;
///                                               ln32 with layer normalization
/// {{mean val_accuracy bn64/16}}                 at batch size 64, in ghost batches of 16
/// {{deviation val_accuracy bn32}}               the standard deviation between seeds
/// {{levene val_accuracy bn32 plain32}}          the p of Levene's test: whether two kinds of runs spread alike between seeds
/// {{difference val_accuracy bn32 plain32}}      the mean of first minus second, paired by seed
/// {{interval val_accuracy bn32 plain32}}        its 95 % interval
/// {{headline E4}}                               the finding on a claim, in its rule's few words
/// {{seeds bn32}}                                the number of seeds
/// {{effect E11 | its name}}                     an effect that a rule found
/// {{times E10 | its name}}                      the ratio behind an effect that is the logarithm of one
/// {{trainable bn}}, {{total plain}}             parameter counts of the notebook's network
/// {{code src/Models/X.cs | first | last}}       the lines of a file from the one that holds the first text to that which holds the last, in a block
/// ![text](pictures/x{,-narrow}.svg)             a picture, pictures/x.svg, and pictures/x-narrow.svg where the window is at most 600 pixels wide
/// </code>
/// </remarks>
/// <param name="runs">Where figures come from.</param>
/// <param name="readFile">Gives the text of a file of the checkout.</param>
public sealed partial class DocumentTemplate(EvidenceRuns runs, Func<string, string> readFile)
{
    private readonly Lazy<ImmutableArray<Verdict>> verdicts = new(() => Rule.Decide(runs));

    /// <summary>The text with every token replaced; lines end in \n.</summary>
    /// <exception cref="FormatException">A token is not understood, or has no runs; the message names its line.</exception>
    public string Expand(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var lines = template.ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines.Select((line, i) =>
            Picture().Replace(Token().Replace(line, match => Value(match.Groups["token"].Value.Trim(), i + 1)), match => InTwoWidths(match.Groups))));
    }

    /// <summary>As an element, because Markdown's own notation knows one file only; code hosts show it.</summary>
    private static string InTwoWidths(GroupCollection picture) =>
        $"<picture>\n  <source media=\"(max-width: 600px)\" srcset=\"{picture["path"]}-narrow.svg\">\n"
            + $"  <img src=\"{picture["path"]}.svg\" alt=\"{picture["text"].Value.Replace("\"", "&quot;", StringComparison.Ordinal)}\">\n</picture>";

    private string Value(string token, int line)
    {
        try
        {
            string[] words = token.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words switch
            {
                ["mean", var metric, var run] => Figure(runs.Values(Recipe(run), MetricOf(metric)).Average()),
                ["deviation", var metric, var run] =>
                    Figure(MathNet.Numerics.Statistics.Statistics.StandardDeviation(runs.Values(Recipe(run), MetricOf(metric)))),
                ["levene", var metric, var first, var second] =>
                    Wording.P(LeveneTest.PValue(runs.Values(Recipe(first), MetricOf(metric)), runs.Values(Recipe(second), MetricOf(metric)))),
                ["difference", var metric, var first, var second] => Signed(Pairs(metric, first, second).Mean),
                ["interval", var metric, var first, var second] =>
                    Pairs(metric, first, second).ConfidenceInterval(0.95) is var interval
                        ? $"{Signed(interval.Low)} to {Signed(interval.High)}"
                        : string.Empty,
                ["seeds", var run] when runs.Of(Recipe(run)).Length is var count and > 0 => count.ToString(CultureInfo.InvariantCulture),
                ["headline", var id] when Rule.All.Any(rule => rule.Claim.Id == id) =>
                    verdicts.Value.Single(verdict => verdict.Claim.Id == id).Finding.Headline,
                ["trainable", var network] => Count(network, trainable: true),
                ["total", var network] => Count(network, trainable: false),
                ["effect", var id, ..] => Signed(EffectOf(id, token)),
                ["times", var id, ..] => Math.Exp(EffectOf(id, token)).ToString("0.0#", CultureInfo.InvariantCulture),
                ["code", ..] => Code(token["code".Length..].Split('|', StringSplitOptions.TrimEntries)),
                _ => throw new FormatException("it is no token"),
            };
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"Line {line}: {{{{{token}}}}} has no value: {exception.Message}.", exception);
        }
    }

    private static TrainingRecipe Recipe(string text)
    {
        var match = Run().Match(text);
        double Part(string name, double standard) =>
            match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : standard;
        return match.Success
            ? Normalized(
                EvidenceRuns.Recipe(
                    match.Groups["network"].Value == "bn",
                    (int)Part("size", 32),
                    Part("rate", 0.01),
                    Part("scale", 1),
                    ghostBatchSize: match.Groups["ghost"].Success ? (int)Part("ghost", 0) : null),
                match.Groups["network"].Value)
            : throw new FormatException($"'{text}' names no run, such as bn32 or plain32@0.1");
    }

    private static TrainingRecipe Normalized(TrainingRecipe recipe, string network) =>
        network == "ln" ? recipe with { Network = recipe.Network with { Normalization = new LayerNormalizationConfiguration() } } : recipe;

    private static Metric MetricOf(string name) =>
        Metric.All.FirstOrDefault(metric => metric.Name == name) ?? throw new FormatException($"there is no metric '{name}'");

    private double EffectOf(string id, string token) =>
        verdicts.Value.FirstOrDefault(verdict => verdict.Claim.Id == id)?.Finding.Effects
            .FirstOrDefault(effect => effect.Name == token.Split('|', 2)[^1].Trim())?.Estimate
        ?? throw new FormatException($"{id} has found no such effect");

    private PairedComparison Pairs(string metric, string first, string second) =>
        runs.Pairs(Recipe(first), Recipe(second), MetricOf(metric)) ?? throw new FormatException("there are fewer than two seeds of both");

    private static string Count(string network, bool trainable)
    {
        var configuration = new NetworkConfiguration { BatchNormalization = network == "bn" ? BatchNormalizationConfiguration.Keras : null };
        var arrays = Initialization.GlorotUniform(configuration, seed: 1).Arrays;
        return arrays.Where(array => array.Trainable || !trainable).Sum(array => array.Values.Length).ToString("N0", CultureInfo.InvariantCulture);
    }

    private string Code(string[] parts)
    {
        if (parts is not [var file, var first, var last])
        {
            throw new FormatException("code needs a file, a first and a last text");
        }

        var lines = readFile(file).ReplaceLineEndings("\n").Split('\n');
        var start = Array.FindIndex(lines, line => line.Contains(first, StringComparison.Ordinal));
        var end = start < 0 ? -1 : Array.FindIndex(lines, start, line => line.Contains(last, StringComparison.Ordinal));
        if (end < 0)
        {
            throw new FormatException($"{file} does not hold these lines");
        }

        var excerpt = lines[start..(end + 1)];
        var indentation = excerpt.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return $"```csharp\n{string.Join('\n', excerpt.Select(line => line.Length > indentation ? line[indentation..] : string.Empty))}\n```";
    }

    private static string Figure(double value) =>
        double.IsFinite(value) ? value.ToString("F4", CultureInfo.InvariantCulture) : throw new FormatException("it is no number");

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\{(?<token>.+?)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"!\[(?<text>[^\]]*)\]\((?<path>[\w/-]+)\{,-narrow\}\.svg\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(
        @"^(?<network>bn|ln|plain)(?<size>\d+)(/(?<ghost>\d+))?(@(?<rate>[\d.]+))?(\*(?<scale>[\d.]+))?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Run();
}
