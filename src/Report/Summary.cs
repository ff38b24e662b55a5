using System.Globalization;
using System.Text;
using Reproduction.Claims;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Report.Page;
using Reproduction.Training;

namespace Reproduction.Report;

/// <summary>The Markdown page that the program writes beside its pictures.</summary>
public static class Summary
{
    /// <summary>The page's headline, which names the data set.</summary>
    public static string Title(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return $"Batch normalization, reproduced on {data.Title}";
    }

    /// <summary>What a reader has to know about the data before the first figure; null for MNIST.</summary>
    public static string? Caution(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.IsMnist ? null : $"These figures are those of another data set: {data.Title}. They cannot be compared with the notebook's.";
    }

    /// <summary>The page.</summary>
    /// <param name="data">What was trained on.</param>
    /// <param name="outcomes">Every run, finished or not.</param>
    /// <param name="published">The notebook's figures.</param>
    /// <param name="engine">The engine's description.</param>
    /// <param name="machine">What the runs were computed on.</param>
    /// <param name="picture">The file name of the learning curves; null when there are none.</param>
    /// <returns>Markdown; lines end in \n.</returns>
    public static string Of(
        Dataset data, IReadOnlyList<RunOutcome> outcomes, Published published, string engine, MachineInfo machine, string? picture)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var histories = outcomes.Where(outcome => outcome.History is not null).Select(outcome => outcome.History!).ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Markup.EscapeMarkdown(Title(data))}\n\n");
        if (Caution(data) is { } caution)
        {
            text.Append(CultureInfo.InvariantCulture, $"**{Markup.EscapeMarkdown(caution)}**\n\n");
        }

        text.Append(Recipe(data, outcomes[0].Recipe));
        if (histories.Count > 0)
        {
            text.Append("## Last epoch\n\n").Append(Comparison.Of(outcomes, published).ToMarkdown()).Append('\n');
        }

        if (picture is not null)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"## Learning curves\n\n![Learning curves on {Markup.EscapeMarkdown(data.Title)}]({picture})\n\n");
        }

        text.Append("## Runs\n\n").Append(Runs(outcomes).ToMarkdown()).Append('\n');
        foreach (var outcome in outcomes.Where(outcome => outcome.Failure is not null))
        {
            text.Append(Markup.MarkdownItem(outcome.Failure!.ToString()));
        }

        text.Append(outcomes.Any(outcome => outcome.Failure is not null) ? "\n" : string.Empty)
            .Append("Equal hashes mean equal bits in every parameter and moving statistic.\n\n");
        text.Append("## Computed with\n\n")
            .Append(Markup.MarkdownItem($"Engine: {engine}"))
            .Append(Markup.MarkdownItem($"Machine: {machine}"))
            .Append(Markup.MarkdownItem($"Data: {data.Source}"));
        return text.ToString();
    }

    /// <summary>One row for each run: how it ended, how long it took, and its parameters' hash.</summary>
    public static Table Runs(IReadOnlyList<RunOutcome> outcomes) => new(
        [new("Run"), new("Result"), new("Seconds", true), new("SHA-256 of the parameters")],
        [.. outcomes.Select(outcome => System.Collections.Immutable.ImmutableArray.Create(
            outcome.Recipe.Title,
            outcome.WasCancelled ? "stopped" : outcome.Failure is { } failure ? $"failed in epoch {failure.Epoch}" : "finished",
            outcome.History?.WallTime.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) ?? "-",
            outcome.History?.ParametersSha256 ?? "-"))]);

    private static string Normalization(TrainingRecipe recipe) => recipe.Network.Normalization switch
    {
        null => "without normalization",
        BatchNormalizationConfiguration { GhostBatchSize: { } size } =>
            string.Create(CultureInfo.InvariantCulture, $"with batch normalization by ghost batches of {size}, and without"),
        BatchNormalizationConfiguration => "with and without batch normalization",
        var other => $"with {other.Abbreviation} and without",
    };

    private static string Recipe(Dataset data, TrainingRecipe recipe) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Network {string.Join('-', recipe.Network.LayerSizes)}, ReLU, {Normalization(recipe)}; {(recipe.IsPlainDescent ? "plain SGD" : recipe.Optimizer.Title)}, learning rate {recipe.LearningRate:R},
        {recipe.Epochs} epochs, seed {recipe.Seed}; {data.Training.Count:N0} training and {data.Validation.Count:N0} validation examples.


        """).ReplaceLineEndings("\n");
}
