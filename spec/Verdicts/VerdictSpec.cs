using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Verdicts;

/// <summary>The verdicts that follow from the stored ensembles: each is named here, so that a surprise in either direction fails.</summary>
[EveryClaim]
public sealed class VerdictSpec
{
    [TestCase(Decision.Reproduced, "T1", "T2", "T3", "T4", "T5", "T6", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "B1", "B2", "B5")]
    [TestCase(Decision.WithinLimits, "T7", "T8", "T9", "T10", "B4")]
    [TestCase(Decision.Refuted, "B3")]
    [TestCase(Decision.Undecided)]
    public void These_claims_have_this_verdict(Decision decision, params string[] claims) =>
        StoredEvidence.Verdicts.Where(verdict => verdict.Decision == decision).Select(verdict => verdict.Claim.Id).Should().BeEquivalentTo(claims);

    [Test]
    public void CLAIMS_md_is_in_step() => StoredEvidence.MustBeInStep("CLAIMS.md", ClaimsPage.Of(StoredEvidence.Verdicts, StoredEvidence.Runs));

    /// <summary>The other ensemble: 20 seeds trained by TorchSharp. It has the notebook's four runs alone, and decides those claims that need no more.</summary>
    [TestCase("I4")]
    [TestCase("I5")]
    [TestCase("I6")]
    [TestCase("I7")]
    [TestCase("I8")]
    [TestCase("B1")]
    [TestCase("B2")]
    [TestCase("B3")]
    public void An_ensemble_of_the_other_engine_comes_to_the_same_verdict(string claim)
    {
        var other = Claims.Verdicts.Of(SeedEvidence.Load().Runs(), Published.Load()).Single(verdict => verdict.Claim.Id == claim);

        other.Decision.Should().Be(StoredEvidence.Verdicts.Single(verdict => verdict.Claim.Id == claim).Decision, other.Evidence);
        other.Decision.Should().NotBe(Decision.Undecided);
    }

    [Test]
    public void Every_seed_that_the_notebooks_claims_need_is_stored()
    {
        var notebook = NotebookEnsemble.Portable;

        notebook.Select(run => run.Recipe).Distinct().Should().HaveCount(240);
        notebook.Should().OnlyContain(run => run.Succeeded);
    }
}
