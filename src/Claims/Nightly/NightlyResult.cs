using System.Collections.Immutable;
using Reproduction.Statistics;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>How a night ended, from the best to the worst.</summary>
public enum NightlyOutcome
{
    /// <summary>Every figure has the reference's bits.</summary>
    Identical,

    /// <summary>Nothing has changed that is both significant and relevant.</summary>
    Unchanged,

    /// <summary>No change was found, and not all that was expected could be compared.</summary>
    Incomplete,

    /// <summary>An alarm: something is worse, or suspiciously better, or failed, or was trained on other data.</summary>
    Changed,
}

/// <summary>What was found about one metric of one kind of run.</summary>
public enum NightlyStatus
{
    /// <summary>The figures of all pairs have the same bits.</summary>
    Identical,

    /// <summary>No difference that chance would not give.</summary>
    Unchanged,

    /// <summary>More than chance, and smaller than what matters.</summary>
    Irrelevant,

    /// <summary>An alarm: a higher loss or a lower accuracy.</summary>
    Worse,

    /// <summary>An alarm too: a lower loss or a higher accuracy than the same recipe had.</summary>
    Better,

    /// <summary>Too few pairs, and not identical.</summary>
    Undecided,
}

/// <summary>What is wrong with a run, apart from its figures.</summary>
public enum NightlyFindingKind
{
    /// <summary>Expected, and not there: a gap.</summary>
    Missing,

    /// <summary>There, and without a counterpart in the reference: a gap.</summary>
    WithoutReference,

    /// <summary>Failed (it diverged, for example) where the reference did not: an alarm.</summary>
    Failed,

    /// <summary>Went through where the reference failed: an alarm.</summary>
    NoLongerFails,

    /// <summary>Holds a figure that is no finite number, or another number of epochs than its recipe: an alarm.</summary>
    Unusable,

    /// <summary>Trained or validated on other examples or labels than the reference: an alarm.</summary>
    OtherData,

    /// <summary>The recipe is another than the reference's, in a value or two: an alarm.</summary>
    OtherRecipe,

    /// <summary>The training figures have the reference's bits, and those of inference mode have not: an alarm, at whatever size.</summary>
    OtherInference,

    /// <summary>Other bits by the same version of an engine that promises the same ones: an alarm, at whatever size.</summary>
    OtherBits,

    /// <summary>One run is there twice, with figures that differ: an alarm.</summary>
    Contradiction,
}

/// <summary>Something wrong, apart from figures.</summary>
/// <param name="Kind">What.</param>
/// <param name="Description">Which runs, what was expected and what was received.</param>
public sealed record NightlyFinding(NightlyFindingKind Kind, string Description)
{
    /// <summary>Whether it is an alarm; otherwise it is a gap.</summary>
    public bool IsAlarm => Kind is not (NightlyFindingKind.Missing or NightlyFindingKind.WithoutReference);
}

/// <summary>One comparison: a metric after the last epoch of one kind of run, tonight minus reference, paired by seed.</summary>
/// <param name="Kind">The recipe; its seed is 0.</param>
/// <param name="Run">The kind of run, for people.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Pairs">The number of seeds that both have.</param>
/// <param name="Means">The mean of the reference over those seeds, and tonight's; null without any.</param>
/// <param name="Difference">Tonight minus reference; null with fewer than two pairs.</param>
/// <param name="PValue">Of the paired t-test on two sides; 1 where all pairs are identical, null where nothing is decided.</param>
/// <param name="AdjustedPValue">
/// The same after Holm's correction over all comparisons of the night: what is held against the false-alarm rate.
/// </param>
/// <param name="ReferenceSpread">
/// The standard deviation between all of the reference's seeds: the unit of relevance; null with fewer than two.
/// </param>
/// <param name="Relevant">The smallest mean difference that matters, in the metric's units.</param>
/// <param name="Level">False-alarm rate / number of comparisons: Bonferroni's level of this one.</param>
/// <param name="Status">The decision.</param>
public sealed record NightlyRow(
    TrainingRecipe Kind,
    string Run,
    Metric Metric,
    int Pairs,
    (double Reference, double Tonight)? Means,
    PairedComparison? Difference,
    double? PValue,
    double? AdjustedPValue,
    double? ReferenceSpread,
    double? Relevant,
    double Level,
    NightlyStatus Status)
{
    /// <summary>Of an alarm: the epoch from which on, to the last one, the difference is on the same side and matters.</summary>
    public int? Since { get; init; }

    /// <summary>The mean difference in standard deviations between the reference's seeds; null where there is no difference or no spread.</summary>
    public double? InSpreads => ReferenceSpread > 0 ? Difference?.Mean / ReferenceSpread : null;

    /// <summary>Whether it is an alarm.</summary>
    public bool IsAlarm => Status is NightlyStatus.Worse or NightlyStatus.Better;

    /// <summary>The confidence interval of the mean difference, of confidence 1 - level: all of a night's hold together.</summary>
    public Interval? Interval => Difference?.ConfidenceInterval(1 - Level);

    /// <summary>The smallest true shift that is found with a power, were the noise between pairs tonight's, in the metric's units.</summary>
    /// <remarks>By Bonferroni's level, the first step of Holm's, which finds at least that.</remarks>
    public double? SmallestDetectable(double power) =>
        Difference is null || Relevant is null
            ? null
            : PairedPower.SmallestDifference(Pairs, Difference.StandardDeviation, Relevant.Value, power, Level);

    /// <summary>The same were the pairs independent draws (another stream of random numbers): sqrt(2) spreads of noise.</summary>
    public double? SmallestDetectableIfIndependent(double power) =>
        Pairs < 2 || ReferenceSpread is null
            ? null
            : PairedPower.SmallestDifference(Pairs, Math.Sqrt(2) * ReferenceSpread.Value, Relevant!.Value, power, Level);
}

/// <summary>A night held against the reference.</summary>
/// <param name="Outcome">Whether there is an alarm.</param>
/// <param name="Rows">Every comparison, four for each kind of run, in the order in which the kinds were expected.</param>
/// <param name="Findings">What is wrong apart from figures; alarms first.</param>
/// <param name="ExpectedRuns">The number of runs that were expected, or were compared where those are more.</param>
/// <param name="PairedRuns">The number of runs that were compared.</param>
/// <param name="IdenticalRuns">Those of them whose parameters and moving statistics have the reference's bits.</param>
/// <param name="ReferenceEngines">What the reference was computed by.</param>
/// <param name="TonightEngines">What tonight's runs were.</param>
/// <param name="Settings">What was called a change.</param>
public sealed record NightlyResult(
    NightlyOutcome Outcome,
    ImmutableArray<NightlyRow> Rows,
    ImmutableArray<NightlyFinding> Findings,
    int ExpectedRuns,
    int PairedRuns,
    int IdenticalRuns,
    ImmutableArray<string> ReferenceEngines,
    ImmutableArray<string> TonightEngines,
    NightlySettings Settings);
