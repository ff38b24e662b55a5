using System.Collections.Immutable;
using Reproduction.Ensembles;
using Reproduction.Training;

namespace Reproduction.Claims;

/// <summary>E4: in how many settings of learning rate and initial scale every seed trains, by the number of hidden layers of 100.</summary>
internal sealed class E4() : Rule(new(
    "E4", "The deeper the network, the fewer learning rates and initial scales it trains at; with BN it loses fewer.")
{
    Refutation = "From the shallowest network to the deepest no setting of learning rate and initial scale is lost without BN, or as many or more "
        + "are lost with it (a setting trains when every seed does). Reproduced: with BN at most half as many are lost as without. Within limits: "
        + "fewer, but more than half as many.",
    Grids = ["depth"],
})
{
    private const int Width = 100;
    private static readonly bool[] Both = [true, false];

    public override Finding Decide(Evidence evidence)
    {
        var runs = evidence.Runs;
        var depths = Depths(runs);
        if (depths.Length < 2 || Settings(runs, depths) is not { Count: > 1 } settings || Seeds(runs, depths, settings) is not { } seeds
            || seeds.Count < EvidenceRuns.LeastSeeds)
        {
            return Missing($"two depths, two settings and {EvidenceRuns.LeastSeeds} seeds that all of them share, with BN and without");
        }

        int Runs(bool normalized, int layers) => settings.Sum(setting => Trained(runs, normalized, layers, setting, seeds));
        int Trains(bool normalized, int layers) => settings.Count(setting => Trained(runs, normalized, layers, setting, seeds) == seeds.Count);
        var (first, last) = (depths[0], depths[^1]);
        if (Trains(true, first) + Trains(false, first) == 0)
        {
            return Missing($"settings at which every seed trains with {Layers(first)}");
        }

        var (lostWith, lostWithout) = (Trains(true, first) - Trains(true, last), Trains(false, first) - Trains(false, last));
        var counts = $"with BN {Trains(true, first)} of {settings.Count} settings train with {Layers(first)} and {Trains(true, last)} with {last}, "
            + $"without it {Trains(false, first)} and {Trains(false, last)}";
        var (decision, headline) =
            lostWithout <= 0 ? (Decision.Refuted, $"{counts}: none is lost without BN")
            : lostWith >= lostWithout ? (Decision.Refuted, $"{counts}: no fewer are lost with BN")
            : 2 * lostWith <= lostWithout ? (Decision.Reproduced, counts)
            : (Decision.WithinLimits, $"{counts}: more than half as many are lost with BN");
        var leads = depths.SelectMany(layers => Leads(runs, layers)).ToList();
        string ByDepth(bool normalized) => string.Join(", ", depths.Select(layers => $"{layers}: {Trains(normalized, layers)}"));
        return new(
            decision,
            headline,
            $"Of {settings.Count} settings of learning rate and initial scale, every seed trains, by hidden layers: with BN {ByDepth(true)}; without "
                + $"{ByDepth(false)} (n = {seeds.Count} seeds in each).",
            $"Hidden layers of {Width}; learning rates {Wording.List(settings.Select(setting => setting.Rate).Distinct())}, initial scales "
                + $"{Wording.List(settings.Select(setting => setting.Scale).Distinct())}, batch 32, ten epochs. Counted, not tested; a run that "
                + $"diverged has not trained ({Diverged(runs, depths, settings, true)} with BN and {Diverged(runs, depths, settings, false)} without "
                + "did). "
                + $"{(leads.Count == 0 ? "At no depth" : "Where")} both networks train at learning rate 0.01 and scale 1"
                + $"{(leads.Count == 0 ? string.Empty : $": {string.Join("; ", leads.Select(lead => $"{lead.Name}: {lead}"))}")}.")
        {
            Effects =
            [
                .. from normalized in Both
                   from layers in depths
                   select Effect.Proportion(
                       $"Runs that train with {Layers(layers)} {(normalized ? "with" : "without")} BN",
                       Runs(normalized, layers),
                       settings.Count * seeds.Count),
                .. leads,
            ],
            Cells =
            [
                .. from normalized in Both
                   from layers in depths
                   from setting in settings
                   select new CellRead(EvidenceRuns.Name(Kind(normalized, layers, setting)), seeds.Count),
            ],
        };
    }

    /// <summary>The recipe of a network with a number of hidden layers, all of them as wide.</summary>
    private static TrainingRecipe Kind(bool normalized, int layers, (double Rate, double Scale) setting)
    {
        var kind = EvidenceRuns.Recipe(normalized, learningRate: setting.Rate, initialScale: setting.Scale);
        return kind with { Network = kind.Network with { HiddenSizes = [.. Enumerable.Repeat(Width, layers)] } };
    }

    /// <summary>BN's lead at the notebook's rate and scale, where every seed of both networks trains: differences without a test.</summary>
    private static IEnumerable<Effect> Leads(EvidenceRuns runs, int layers)
    {
        var (with, without) = (Kind(true, layers, (0.01, 1)), Kind(false, layers, (0.01, 1)));
        bool Train(TrainingRecipe kind) => runs.Of(kind) is { IsEmpty: false } all && all.All(run => HasTrained(runs, run));
        return Train(with) && Train(without) && runs.Pairs(with, without, Metric.ValidationAccuracy) is { } validation
            && runs.Pairs(with, without, run => run.Inference?.TrainingAccuracy) is { } training
            ?
            [
                Effect.Of($"validation accuracy with {Layers(layers)}, with minus without BN", validation),
                Effect.Of($"training accuracy in inference mode with {Layers(layers)}", training),
            ]
            : [];
    }

    private static string Layers(int layers) => FormattableString.Invariant($"{layers} hidden layer{(layers == 1 ? string.Empty : "s")}");

    private static bool HasTrained(EvidenceRuns runs, RunRecord run) => run.Succeeded && run.Final.Validation.Accuracy >= runs.TrainedFrom;

    private static int Trained(EvidenceRuns runs, bool normalized, int layers, (double Rate, double Scale) setting, HashSet<ulong> seeds) =>
        runs.Of(Kind(normalized, layers, setting)).Count(run => seeds.Contains(run.Recipe.Seed) && HasTrained(runs, run));

    private static int Diverged(EvidenceRuns runs, ImmutableArray<int> depths, List<(double Rate, double Scale)> settings, bool normalized) =>
        depths.Sum(layers => settings.Sum(setting => runs.Of(Kind(normalized, layers, setting)).Count(run => !run.Succeeded)));

    /// <summary>The numbers of hidden layers that there are runs of.</summary>
    private static ImmutableArray<int> Depths(EvidenceRuns runs) =>
    [
        .. runs.Kinds.Where(kind => kind == Kind(kind.HasBatchNormalization, kind.Network.HiddenSizes.Length, (kind.LearningRate, kind.InitialScale)))
            .Select(kind => kind.Network.HiddenSizes.Length).Distinct().Order(),
    ];

    /// <summary>The settings that were run at every depth.</summary>
    private static List<(double Rate, double Scale)> Settings(EvidenceRuns runs, ImmutableArray<int> depths) =>
    [
        .. runs.Kinds.Select(kind => (kind.LearningRate, kind.InitialScale)).Distinct().Order().Where(setting =>
            depths.All(layers => !runs.Of(Kind(true, layers, setting)).IsEmpty && !runs.Of(Kind(false, layers, setting)).IsEmpty)),
    ];

    /// <summary>The seeds that every setting has at every depth, diverged runs included.</summary>
    private static HashSet<ulong> Seeds(EvidenceRuns runs, ImmutableArray<int> depths, List<(double Rate, double Scale)> settings) =>
    [
        .. (from normalized in Both
            from layers in depths
            from setting in settings
            select runs.Of(Kind(normalized, layers, setting)).Select(run => run.Recipe.Seed))
        .Aggregate((one, other) => one.Intersect(other)),
    ];
}
