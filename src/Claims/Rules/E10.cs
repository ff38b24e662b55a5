using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E10: the explanation of Santurkar, Tsipras, Ilyas and Madry 2018, by their three measures.</summary>
internal sealed class E10() : LessWithBatchNormalization(
    new("E10", "BN makes the problem smoother: along the gradient, loss and gradient change less than without.")
    {
        Refutation = "Of the range of the loss, the change of the gradient and the effective beta-smoothness, at learning rates 0.01 and 0.1, none "
            + "is less with BN, and one or more are greater (paired tests). Reproduced: all six are less. Within limits: some are.",
        Grids = ["smoothness"],
        Expected = Decision.Refuted,
    },
    [
        .. from rate in Rates
           from measure in new (string Name, Func<ProbeRow, double> Of)[]
           {
               ("range of the loss", ProbeFigures.Range),
               ("change of the gradient", ProbeFigures.Change),
               ("beta-smoothness", row => ProbeFigures.Beta(row, rate)),
           }
           let text = string.Create(CultureInfo.InvariantCulture, $"{measure.Name} at rate {rate}")
           select new LessTest(
               $"E10 {text}",
               text,
               runs => ProbeFigures.Logarithms(runs, Kind(true, rate), Kind(false, rate), run => ProbeFigures.Median(run, row => measure.Of(row)))),
    ])
{
    private static double[] Rates => [0.01, 0.1];

    protected override string Headline(Decision decision, int less, int more) => decision switch
    {
        Decision.Reproduced => "smoother by every measure",
        Decision.WithinLimits => $"smoother by {less} of 6 measures, rougher by {more}",
        Decision.Refuted => $"not smoother here: {more} of 6 measures are greater with BN",
        _ => "no difference is shown",
    };

    protected override string Scope(EvidenceRuns runs) =>
        "The notebook's network, BN behind the ReLU; one batch of 32, steps of 0.5, 1, 2 and 4 of the run's own along its gradient, at 35 states of "
            + "the first two epochs; a run's figure is the median over them. The networks are compared after equal steps, not at equal losses.";

    protected override ImmutableArray<CellRead> Cells(EvidenceRuns runs) =>
        runs.Read(Rates.SelectMany(rate => new[] { Kind(true, rate), Kind(false, rate) }));

    private static TrainingRecipe Kind(bool normalized, double rate) =>
        ProbeFigures.SmoothnessRun(normalized ? BatchNormalizationConfiguration.Keras : null, rate);
}
