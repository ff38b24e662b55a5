using Reproduction.Claims;
using Reproduction.Ensembles;
using Reproduction.Networks;
using Reproduction.Spec.Evidence;
using Reproduction.Spec.Runs;
using Reproduction.Training;

namespace Reproduction.Spec.Question4_Further;

/// <summary>
/// E10 to E12: what is said of why batch normalization works, executed. The grids, with what is measured and the rules, were committed before they
/// were trained.
/// </summary>
public sealed class E10_to_E12_Why_it_works
{
    [Test]
    [Claim("E10")]
    public void Along_the_gradient_the_problem_is_rougher_with_BN_at_the_notebooks_rate()
    {
        foreach (var measure in new[] { "range of the loss", "change of the gradient", "beta-smoothness" })
        {
            Of("E10", $"ln of {measure} at rate 0.01, with minus without BN").Interval!.Low.Should().BeGreaterThan(Math.Log(1.25), measure);
        }

        StoredEvidence.Of("E10").Decision.Should().Be(Decision.Refuted);
    }

    [Test]
    [Claim("E10")]
    public void At_ten_times_that_rate_beta_smoothness_alone_differs_and_is_greater_too()
    {
        Of("E10", "ln of beta-smoothness at rate 0.1, with minus without BN").Interval!.Low.Should().BeGreaterThan(Math.Log(1.25));
        Of("E10", "ln of range of the loss at rate 0.1, with minus without BN").PValue.Should().BeGreaterThan(0.05);
        Of("E10", "ln of change of the gradient at rate 0.1, with minus without BN").PValue.Should().BeGreaterThan(0.05);
    }

    [Test]
    [Claim("E11")]
    public void Noise_that_moves_the_distributions_behind_BN_leaves_nearly_all_of_its_lead()
    {
        Of("E11", "How far distributions move in 100 steps, noisy BN minus without").Interval!.Low.Should().BeGreaterThan(0.3);
        Of("E11", "How far distributions move in 100 steps, with BN minus without").Interval!.High.Should().BeLessThan(0, "BN holds them still");
        var (lead, left) = (
            Of("E11", "Validation accuracy over three epochs, with BN minus without"),
            Of("E11", "Validation accuracy over three epochs, noisy BN minus without"));
        (left.Estimate / lead.Estimate).Should().BeInRange(0.9, 1);
        StoredEvidence.Of("E11").Decision.Should().Be(Decision.Reproduced);
    }

    /// <summary>
    /// One run of ten without batch normalization leaves the finite numbers, and the mean of logarithms that was planned says nothing any more. Seed
    /// by seed nothing is told from chance either: 7 of 10 has a probability of 0.34 on two sides.
    /// </summary>
    [Test]
    [Claim("E12")]
    public void Before_a_breakdown_outputs_and_logits_peak_lower_with_BN_in_most_seeds_which_decides_nothing()
    {
        StoredEvidence.Of("E12").Decision.Should().Be(Decision.Undecided, "the planned test does not decide");
        StoredEvidence.Of("E12").Finding.Evidence.Should()
            .Contain("less in 7 of 10 seeds", Exactly.Twice()).And.Contain("less in 4 of 10 seeds", Exactly.Once());
    }

    /// <summary>Whoever looks changes nothing: the first three epochs are those of the notebook's stored runs, to the last bit.</summary>
    [Test]
    [Claim("E10")]
    public void Looking_into_the_stored_runs_has_not_changed_them([Values] bool normalized)
    {
        var normalization = normalized ? BatchNormalizationConfiguration.Keras : null;
        var unseen = StoredEvidence.Portable.Of(EvidenceRuns.Recipe(normalized)).ToDictionary(run => run.Recipe.Seed, run => run.Epochs.Take(3));
        var seen = StoredEvidence.Portable.Of(ProbeFigures.SmoothnessRun(normalization, 0.01));

        seen.Should().HaveCount(10);
        foreach (var run in seen)
        {
            run.Epochs.Should().Equal(unseen[run.Recipe.Seed]);
        }
    }

    private static IEnumerable<TestCaseData> Repeated() =>
    [
        new TestCaseData(ProbeFigures.BreakdownRun(normalized: false, 1)).SetArgDisplayNames("without BN, rate 1"),
        new TestCaseData(ProbeFigures.SmoothnessRun(new NoisyBatchNormalizationConfiguration(), 0.01)).SetArgDisplayNames("noisy BN"),
        new TestCaseData(ProbeFigures.SmoothnessRun(BatchNormalizationConfiguration.Keras, 0.1)).SetArgDisplayNames("BN, rate 0.1"),
    ];

    /// <summary>A run of each grid, trained and looked into anew: the same figures to the last bit.</summary>
    [TestCaseSource(nameof(Repeated))]
    [Claim("E10")]
    [Claim("E11")]
    [Claim("E12")]
    public void A_stored_run_looked_into_again_gives_the_same_figures(TrainingRecipe kind)
    {
        var stored = StoredEvidence.Portable.Of(kind).First(run => run.Succeeded);
        var probes = new Collected();
        var history = new Trainer(TrainedRuns.PortableEngine).Train(stored.Recipe, TrainedRuns.MnistData, probes);

        history.ParametersSha256.Should().Be(stored.ParametersSha256);
        RunLine.Canonical(stored with { Probes = [.. probes.Rows] }).Should().Be(RunLine.Canonical(stored));
    }

    private static Effect Of(string id, string name) => StoredEvidence.Of(id).Finding.Effects.Single(effect => effect.Name == name);

    private sealed class Collected : IProgress<TrainingProgress>
    {
        public List<ProbeRow> Rows { get; } = [];

        public void Report(TrainingProgress value) => Rows.AddRange(value.Probe is { } row ? [row] : []);
    }
}
