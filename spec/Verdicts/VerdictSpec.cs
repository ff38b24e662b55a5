using Reproduction.Claims;
using Reproduction.Report;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Verdicts;

/// <summary>
/// The verdicts that follow from the stored runs are those that each rule's file expects, so that a surprise in either direction fails; pages say the
/// same.
/// </summary>
public sealed class VerdictSpec
{
    private static IEnumerable<TestCaseData> Claims() => Rule.All.Select(rule => Case(rule.Claim.Id));

    private static readonly string[] OfTheNotebooksRuns = ["I4", "I5", "I6", "I7", "I8", "B1", "B2", "B3"];

    /// <summary>TorchSharp has trained the notebook's four runs, and decides those claims that need no more.</summary>
    private static IEnumerable<TestCaseData> ClaimsOfTheNotebooksRuns() => OfTheNotebooksRuns.Select(Case);

    private static IEnumerable<TestCaseData> ClaimsOfSweeps() =>
        Rule.All.Select(rule => rule.Claim)
            .Where(claim => !claim.Grids.IsEmpty && !OfTheNotebooksRuns.Contains(claim.Id))
            .Select(claim => Case(claim.Id));

    private static TestCaseData Case(string id) => new TestCaseData(id).SetArgDisplayNames(id).SetProperty("Claim", id).SetCategory(id);

    [TestCaseSource(nameof(Claims))]
    public void The_stored_runs_decide_as_expected(string id)
    {
        var verdict = StoredEvidence.Of(id);

        verdict.Decision.Should().Be(verdict.Claim.Expected, "{0}: {1} {2}", id, verdict.Finding.Evidence, verdict.Finding.Scope);
    }

    [TestCaseSource(nameof(ClaimsOfTheNotebooksRuns))]
    public void The_other_engines_runs_come_to_the_same_verdict(string id)
    {
        var other = Rule.Decide(StoredEvidence.Torch).Single(verdict => verdict.Claim.Id == id);

        other.Decision.Should().Be(StoredEvidence.Of(id).Decision, other.Finding.Evidence);
        other.Decision.Should().NotBe(Decision.Undecided);
    }

    /// <summary>
    /// TorchSharp has trained no sweep over rates, scales, sizes, steps or momenta: the same rules leave those claims open, and say what is missing.
    /// </summary>
    [TestCaseSource(nameof(ClaimsOfSweeps))]
    public void The_other_engines_runs_leave_open_what_a_sweep_decides(string id)
    {
        var other = Rule.Decide(StoredEvidence.Torch).Single(verdict => verdict.Claim.Id == id);

        other.Decision.Should().Be(Decision.Undecided, other.Finding.Evidence);
        other.Finding.Evidence.Should().ContainAny("missing", "none without");
    }

    /// <summary>One engine decides, never a mixture, and the page says what was left aside.</summary>
    [Test]
    [EveryClaim]
    public void CLAIMS_md_is_decided_by_the_portable_engine_and_names_the_runs_left_aside()
    {
        StoredEvidence.Portable.Runs.Should().OnlyContain(run => run.Engine == "portable");
        StoredEvidence.Torch.Runs.Should().OnlyContain(run => run.Engine == "torch").And.HaveCount(4 * StoredEvidence.TorchSeeds);
        ClaimsPage.Of(StoredEvidence.Verdicts, StoredEvidence.Portable)
            .Should().Contain($"Left aside here: {4 * StoredEvidence.TorchSeeds} runs by torch on mnist.");
    }

    [Test]
    [EveryClaim]
    public void CLAIMS_md_is_in_step() => StoredEvidence.MustBeInStep("CLAIMS.md", ClaimsPage.Of(StoredEvidence.Verdicts, StoredEvidence.Portable));

    [Test]
    [EveryClaim]
    public void The_table_of_verdicts_in_README_md_is_in_step() =>
        StoredEvidence.MustBeInStep(
            "README.md", ClaimsPage.InReadme(File.ReadAllText(Path.Combine(StoredEvidence.Root, "README.md")), StoredEvidence.Verdicts));
}
