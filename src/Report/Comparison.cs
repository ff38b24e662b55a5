using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Claims;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>The last figures of every run, beside the notebook's where it published any.</summary>
public static class Comparison
{
    private const string None = "-";

    /// <summary>
    /// One row for each run and metric, and one for a run without a history; the notebook's columns are there on its data, MNIST, alone.
    /// </summary>
    /// <param name="outcomes">The runs.</param>
    /// <param name="published">The notebook's figures.</param>
    public static Table Of(IReadOnlyList<RunOutcome> outcomes, Published published)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(published);
        ImmutableArray<Column> columns =
        [
            new("Run"),
            new("Epoch", true),
            new("Metric"),
            new("Reproduced", true),
            new("Notebook", true),
            new("Difference", true),
        ];
        var count = outcomes.Any(outcome => outcome.History?.DatasetName == Data.Dataset.MnistName) ? columns.Length : columns.Length - 2;
        var rows = outcomes.SelectMany(outcome =>
            outcome.History is { } history ? Rows(history, published.RowFor(history)) : [WithoutHistory(outcome)]);
        return new(columns[..count], [.. rows.Select(row => row[..count])]);
    }

    /// <summary>The same for runs that have a history.</summary>
    public static Table Of(IReadOnlyList<TrainingHistory> histories, Published published) =>
        Of([.. histories.Select(history => new RunOutcome(history.Recipe, history, null))], published);

    private static ImmutableArray<string> WithoutHistory(RunOutcome outcome) =>
    [
        outcome.Recipe.Title,
        outcome.Failure?.Epoch.ToString(CultureInfo.InvariantCulture) ?? None,
        outcome.WasCancelled ? "stopped" : "failed",
        None,
        None,
        None,
    ];

    private static IEnumerable<ImmutableArray<string>> Rows(TrainingHistory history, PublishedRow? published)
    {
        var isFirst = true;
        foreach (var metric in Metric.All)
        {
            var ours = metric.Of(history.Final);
            var theirs = published is null ? (double?)null : metric.Of(published.Row);
            var shown = Number(ours, 4);
            yield return
            [
                isFirst ? history.Recipe.Title : string.Empty,
                isFirst ? history.Final.Epoch.ToString(CultureInfo.InvariantCulture) : string.Empty,
                metric.Name,
                shown,
                theirs is { } value ? Number(value, published!.Decimals) : None,
                theirs is { } other ? Difference(shown, Number(other, published!.Decimals)) : None,
            ];
            isFirst = false;
        }

        if (history.Test is { } test)
        {
            yield return [string.Empty, string.Empty, "test_accuracy", Number(test.Accuracy, 4), None, None];
        }
    }

    /// <summary>The difference of what is shown, so that a reader who subtracts finds it.</summary>
    private static string Difference(string ours, string theirs) =>
        (double.Parse(ours, CultureInfo.InvariantCulture) - double.Parse(theirs, CultureInfo.InvariantCulture))
            .ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>Fixed decimals; a loss that ran away is written with an exponent, so that it cannot burst the table.</summary>
    private static string Number(double value, int decimals) => Math.Abs(value) >= 1e5
        ? value.ToString("0.00E+0", CultureInfo.InvariantCulture)
        : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
