using System.Collections.Immutable;
using System.Globalization;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E12: what comes before a run breaks down, after Bjorck, Gomes, Selman and Weinberger 2018, section 3.</summary>
internal sealed class E12() : LessWithBatchNormalization(
    new("E12", "Where a high rate breaks the network without BN down, activations and gradients grow first; with BN they stay small.")
    {
        Refutation = "At learning rate 1, over the first 31 steps, none of three peaks is less with BN, and one or more are greater (paired tests): "
            + "what a hidden layer hands on, the logits, the largest gradient of a kernel. Reproduced: all three are less. Within limits: some are.",
        Grids = ["breakdown"],
        Expected = Decision.Undecided,
    },
    [
        .. Peaks.Select(peak => new LessTest(
            $"E12 {peak.Name}",
            peak.Name,
            runs => ProbeFigures.Logarithms(
                runs,
                ProbeFigures.BreakdownRun(true, Rate),
                ProbeFigures.BreakdownRun(false, Rate),
                run => ProbeFigures.Peak(run, row => peak.Of(row))))),
    ])
{
    private const double Rate = 1;
    private static readonly double[] Rates = [0.1, 1, 3, 10];
    private static readonly bool[] Networks = [false, true];

    private static (string Name, Func<ProbeRow, double> Of)[] Peaks =>
    [
        ("peak of the hidden layers' output", row => row.Layers[..^1].Max(layer => ProbeFigures.Held(layer.Output))),
        ("peak of the logits", row => ProbeFigures.Held(row.Layers[^1].Output)),
        ("peak of the kernels' gradients", row => row.Layers.Max(layer => ProbeFigures.Held(layer.Gradient))),
    ];

    protected override string Headline(Decision decision, int less, int more) => decision switch
    {
        Decision.Reproduced => "activations, logits and gradients peak lower with BN",
        Decision.WithinLimits => $"{less} of 3 peaks are lower with BN, {more} higher",
        Decision.Refuted => $"{more} of 3 peaks are higher with BN",
        _ => "the planned test does not decide: single runs explode",
    };

    /// <summary>By rate, medians over seeds: the logits' peak, and the gradients of the kernels at the first step and at their peak.</summary>
    protected override string Scope(EvidenceRuns runs)
    {
        var cells = from rate in Rates
                    from normalized in Networks
                    let all = runs.Of(ProbeFigures.BreakdownRun(normalized, rate)).Where(run => run.Probes is { IsEmpty: false }).ToList()
                    where all.Count > 0
                    let peaks = Peaks.Select(peak => Text(all.Select(run => ProbeFigures.Peak(run, row => peak.Of(row))!.Value)))
                    select string.Create(
                        CultureInfo.InvariantCulture, $"rate {rate} {(normalized ? "with" : "without")}: {string.Join(", ", peaks)}");
        var first = from normalized in Networks
                    let all = runs.Of(ProbeFigures.BreakdownRun(normalized, Rate)).Where(run => run.Probes is { IsEmpty: false }).ToList()
                    where all.Count > 0
                    let gradients = all[0].Probes!.Value[0].Layers
                        .Select((_, i) => Text(all.Select(run => ProbeFigures.Held(run.Probes!.Value[0].Layers[i].Gradient))))
                    select $"{(normalized ? "with" : "without")}: {string.Join(", ", gradients)}";
        return "Root mean squares of outputs on 500 validation images, norms of gradients on the batch at hand; beyond single precision, the largest "
            + $"of it. Medians over seeds of the three peaks: {string.Join("; ", cells)}. The kernels' gradients at the first step, from the "
            + $"input on: {string.Join("; ", first)}.";
    }

    protected override ImmutableArray<CellRead> Cells(EvidenceRuns runs) =>
        runs.Read(ProbeFigures.BreakdownRun(true, Rate), ProbeFigures.BreakdownRun(false, Rate));

    private static string Text(IEnumerable<double> values) =>
        MathNet.Numerics.Statistics.Statistics.Median(values).ToString("G3", CultureInfo.InvariantCulture);
}
